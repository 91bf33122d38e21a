namespace Experiments.Contracts;

/// <summary>
/// Networks that differ only in their seeds, counted on one slice of clean images: one row per group and comparison. Error rates are
/// fractions of 1. Intervals are Student's at 95 % for a mean over seeds: they say how the recipe does with other seeds, on the same
/// training and test images.
/// </summary>
[ResultTable(
    "model_groups", "compare-models", View = "groups", Title = "Groups of networks over seeds",
    RowPer = "study and group of networks that differ in their seeds: ways to train, compared",
    Names = [StudyName.Table, StudyName.ModelGroup, StudyName.Baseline, StudyName.Data])]
[Check("errors", "smallest_error >= 0 AND smallest_error <= largest_error AND largest_error <= 1")]
public sealed record ModelGroupRow : ResultRow
{
    /// <summary>The images in canonical form: <c>mnist/test[0..10000)</c>.</summary>
    [Column(Hidden = true)]
    public required string Data { get; init; }

    /// <summary>Networks of the group, one per seed.</summary>
    [Column(Header = "networks", Unit = "networks")]
    public required int Models { get; init; }

    /// <summary>Denominator of each network's error rate.</summary>
    [Column(Header = "images each", Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Mean error rate over networks.</summary>
    [Column(Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    [Published]
    public required double MeanError { get; init; }

    /// <summary>Sample standard deviation of the error rate over seeds; null for one network.</summary>
    [Column(Header = "deviation", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double? ErrorDeviation { get; init; }

    /// <summary>Of the mean over seeds; null for one network.</summary>
    [Column(Format = ColumnFormat.Rate, Unit = "fraction of 1")]
    [StandardError(nameof(ErrorDeviation), nameof(Models))]
    public double? StandardError => Derived();

    /// <summary>Null for one network.</summary>
    [Column(Header = "95 % from", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double? ErrorLow { get; init; }

    /// <summary>Null for one network.</summary>
    [Column(Header = "to", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double? ErrorHigh { get; init; }

    /// <summary>Error rate of the best network.</summary>
    [Column(Header = "smallest", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double SmallestError { get; init; }

    /// <summary>Error rate of the worst network.</summary>
    [Column(Header = "largest", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double LargestError { get; init; }

    /// <summary>Pairs of a network of the group and one of the baseline with the same seed; 0 for the baseline itself and without
    /// one.</summary>
    [Column(Unit = "pairs", Check = "pairs >= 0 AND pairs <= models")]
    public required int Pairs { get; init; }

    /// <summary>Mean over pairs of error rate less the baseline's: below 0 where the group is better. Null without pairs.</summary>
    [Column(Header = "difference", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double? MeanDifference { get; init; }

    /// <summary>Of the mean paired difference; null below two pairs.</summary>
    [Column(Header = "95 % from", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double? DifferenceLow { get; init; }

    /// <summary>Of the mean paired difference; null below two pairs.</summary>
    [Column(Header = "to", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Images))]
    public required double? DifferenceHigh { get; init; }
}
