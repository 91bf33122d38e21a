namespace Experiments.Attacks;

/// <summary>How the size of a perturbation is measured. Pixels are in units of [0, 1].</summary>
public enum PerturbationNorm
{
    /// <summary>The largest change of a pixel.</summary>
    Linf,

    /// <summary>The Euclidean norm of the change.</summary>
    L2,

    /// <summary>The root mean square of the change per pixel: the Euclidean norm / sqrt(number of pixels).</summary>
    Rms,
}
