namespace Experiments.Contracts;

/// <summary>
/// Networks that differ only in their seeds, counted on one slice of clean images: one row per group and comparison. Error rates are fractions of 1. Intervals
/// are Student's at 95 % for a mean over seeds: they say how the recipe does with other seeds, on the same training and test images.
/// </summary>
public sealed record ModelGroupRow : ResultRow
{
    /// <summary>The images in canonical form: <c>mnist/test[0..10000)</c>.</summary>
    public required string Data { get; init; }

    /// <summary>Denominator of each network's error rate.</summary>
    public required int Images { get; init; }

    /// <summary>Networks of the group, one per seed.</summary>
    public required int Models { get; init; }

    public required double MeanError { get; init; }

    /// <summary>Sample standard deviation of the error rate over seeds; null for one network.</summary>
    public required double? ErrorDeviation { get; init; }

    /// <summary>Null for one network.</summary>
    public required double? ErrorLow { get; init; }

    /// <summary>Null for one network.</summary>
    public required double? ErrorHigh { get; init; }

    public required double SmallestError { get; init; }

    public required double LargestError { get; init; }

    /// <summary>Pairs of a network of the group and one of the baseline with the same seed; 0 for the baseline itself and without one.</summary>
    public required int Pairs { get; init; }

    /// <summary>Mean over pairs of error rate less the baseline's: below 0 where the group is better. Null without pairs.</summary>
    public required double? MeanDifference { get; init; }

    /// <summary>Of the mean paired difference; null below two pairs.</summary>
    public required double? DifferenceLow { get; init; }

    /// <summary>Of the mean paired difference; null below two pairs.</summary>
    public required double? DifferenceHigh { get; init; }
}
