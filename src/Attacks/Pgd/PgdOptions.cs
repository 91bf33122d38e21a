using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>How the size of a perturbation is measured.</summary>
public enum PerturbationNorm
{
    /// <summary>The root mean square of the change per pixel: the Euclidean norm / sqrt(number of pixels), in which distortions are reported.</summary>
    L2,

    /// <summary>The largest change of a pixel.</summary>
    Linf,
}

/// <summary>
/// Options of projected gradient descent. One step as long as the budget from the clean image (<c>steps</c> 1, <c>randomStart</c> false, <c>stepSize</c> =
/// <c>epsilon</c>) is the fast gradient method; with <c>linf</c> the fast gradient sign method.
/// </summary>
public sealed record PgdOptions : AttackOptions
{
    /// <summary>The norm of budget and steps.</summary>
    /// <value>Default l2.</value>
    public PerturbationNorm Norm { get; init; } = PerturbationNorm.L2;

    /// <summary>The budget: no perturbation is larger. In pixel units of [0, 1].</summary>
    /// <value>Default 0.1.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Length of one step in the norm, in pixel units of [0, 1].</summary>
    /// <value>Default 0.025.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double StepSize { get; init; } = 0.025;

    /// <summary>Steps, each with one gradient of the source model.</summary>
    /// <value>Default 10.</value>
    [Range(1, 100_000)]
    public int Steps { get; init; } = 10;

    /// <summary>Whether to start at a random point within the budget, or at the clean image.</summary>
    /// <value>Default true.</value>
    public bool RandomStart { get; init; } = true;

    /// <summary>Which wrong class an image is driven towards, or any.</summary>
    /// <value>Default untargeted.</value>
    public TargetChoice Target { get; init; } = TargetChoice.Untargeted;
}
