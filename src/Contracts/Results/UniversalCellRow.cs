namespace Experiments.Contracts;

/// <summary>One kind of perturbation, the same size for all, added to images that it was not made for and fed to a victim.</summary>
[ResultTable(
    "universal_cells", "universal-cell", Key = [nameof(Perturbation)], View = "universal",
    Title = "Perturbations on images that they were not made for",
    RowPer = "study, source, victim and kind of perturbation: how it works on images that it was not made for",
    Names = [StudyName.Analysis, StudyName.Source, StudyName.Attack, StudyName.Victim, StudyName.Data])]
[Check("counts", "fooled >= 0 AND fooled <= images AND victim_correct >= 0 AND victim_correct <= images "
    + "AND errors_among_victim_correct >= 0 AND errors_among_victim_correct <= victim_correct")]
public sealed record UniversalCellRow : ResultRow
{
    /// <summary><c>universal</c>: one perturbation made for all images; <c>mean</c>: the mean of the source's perturbations;
    /// <c>other-image</c>: the perturbation of another image; <c>random</c>: a random direction for each image, the control.</summary>
    [Column(NamesRow = true)]
    public required string Perturbation { get; init; }

    /// <summary>The training job of the network that the perturbations were made on.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Source { get; init; }

    /// <summary>The training job of the victim model.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Victim { get; init; }

    /// <summary>Perturbed images.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Images whose class by the victim changes.</summary>
    [Column(Header = "class changed", Unit = "images")]
    public required int Fooled { get; init; }

    /// <summary>Share of the images whose class by the victim changes.</summary>
    [Rate(nameof(Fooled), nameof(Images))]
    public double? FoolingRate => Derived();

    [Wilson(nameof(FoolingRate), IntervalEnd.Low)]
    public double? FoolingRateLow => Derived();

    [Wilson(nameof(FoolingRate), IntervalEnd.High)]
    public double? FoolingRateHigh => Derived();

    /// <summary>Images that the victim classifies correctly before the change.</summary>
    [Column(Header = "victim right on clean", Unit = "images")]
    public required int VictimCorrect { get; init; }

    /// <summary>Of these, images that it misclassifies afterwards.</summary>
    [Column(Header = "errors on these", Unit = "images")]
    public required int ErrorsAmongVictimCorrect { get; init; }

    /// <summary>The error rate without the victim's own errors.</summary>
    [Column(Header = "error on these")]
    [Rate(nameof(ErrorsAmongVictimCorrect), nameof(VictimCorrect))]
    public double? ErrorRateVictimCorrect => Derived();

    /// <summary>Mean root mean square change per pixel, after clipping to [0, 1].</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range", Of = nameof(Images))]
    public required double MeanDistortion { get; init; }
}
