namespace Experiments.Contracts;

/// <summary>One point of a curve of accuracy against the size of a perturbation. The interval is Wilson's at 95 % for <see cref="Correct"/> out of <see cref="Images"/>.</summary>
public sealed record NoiseCurveRow : ResultRow
{
    /// <summary>
    /// <c>noise</c>: Gaussian noise; <c>noise-clipped</c>: the same, clipped to [0, 1]; <c>adversarial-rescaled</c>: the perturbations of an attack, each brought to the
    /// size and clipped; <c>adversarial-within</c>: wrong where the attack has found a wrongly read image within the size, or the clean one is.
    /// </summary>
    public required string Perturbation { get; init; }

    /// <summary>Place on the curve, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>Standard deviation of the noise, or root mean square of the adversarial change, per pixel in [0, 1]; before clipping.</summary>
    public required double Size { get; init; }

    /// <summary>The training job of the network.</summary>
    public required JobKey Model { get; init; }

    /// <summary>The clean images in canonical form.</summary>
    public required string Data { get; init; }

    /// <summary>One perturbed image for each clean one.</summary>
    public required int Images { get; init; }

    /// <summary>Images that the network reads as their true class.</summary>
    public required int Correct { get; init; }

    public required double AccuracyLow { get; init; }

    public required double AccuracyHigh { get; init; }

    /// <summary>Mean distortion after clipping; null where images are not made: <c>adversarial-within</c>.</summary>
    public required double? MeanDistortion { get; init; }
}
