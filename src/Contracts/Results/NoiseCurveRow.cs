namespace Experiments.Contracts;

/// <summary>One point of a curve of accuracy against the size of a perturbation. The interval is Wilson's at 95 % for <see cref="Correct"/>
/// out of <see cref="Images"/>.</summary>
[ResultTable(
    "noise_curves", "noise-curve", Key = [nameof(Perturbation), nameof(Step)], View = "noise-curves",
    Title = "Accuracy against the size of a perturbation", RowPer = "study, analysis, network, kind of perturbation and size",
    Names = [StudyName.Analysis, StudyName.Model])]
[Check("correct", "correct >= 0 AND correct <= images")]
[Check("size", "step >= 0 AND size > 0")]
public sealed record NoiseCurveRow : ResultRow
{
    /// <summary>
    /// <c>noise</c>: Gaussian noise; <c>noise-clipped</c>: the same, clipped to [0, 1]; <c>adversarial-rescaled</c>: the perturbations of
    /// an attack, each brought to the size and clipped; <c>adversarial-within</c>: wrong where the attack has found a wrongly read image
    /// within the size, or the clean one is.
    /// </summary>
    [Column(NamesRow = true)]
    public required string Perturbation { get; init; }

    /// <summary>Place on the curve, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>Standard deviation of the noise, or root mean square of the adversarial change, per pixel in [0, 1]; before
    /// clipping.</summary>
    [Column(NamesRow = true, Unit = "pixel range")]
    public required double Size { get; init; }

    /// <summary>The training job of the network.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Model { get; init; }

    /// <summary>The clean images in canonical form.</summary>
    [Column(Hidden = true)]
    public required string Data { get; init; }

    /// <summary>One perturbed image for each clean one.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Images that the network reads as their true class.</summary>
    [Column(Unit = "images")]
    public required int Correct { get; init; }

    /// <summary>Share of the images that the network reads as their true class.</summary>
    [Rate(nameof(Correct), nameof(Images))]
    public double? Accuracy => Derived();

    [Wilson(nameof(Accuracy), IntervalEnd.Low)]
    public double? AccuracyLow => Derived();

    [Wilson(nameof(Accuracy), IntervalEnd.High)]
    public double? AccuracyHigh => Derived();

    /// <summary>Mean distortion after clipping; null where images are not made: <c>adversarial-within</c>.</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range", Of = nameof(Images))]
    public required double? MeanDistortion { get; init; }
}
