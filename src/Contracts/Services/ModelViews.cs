namespace Experiments.Contracts;

/// <summary>One trained network of a study. Rates are fractions of 1.</summary>
public sealed record ModelLine
{
    public required string Model { get; init; }

    public required string Architecture { get; init; }

    public required long Parameters { get; init; }

    public required string TrainedOn { get; init; }

    /// <summary>Denominator of <see cref="TrainError"/>.</summary>
    public int? TrainImages { get; init; }

    public required double TrainError { get; init; }

    public double? PaperTrainError { get; init; }

    /// <summary>On the first data of the model's <c>evaluateOn</c> that comes from a test split; null where there is none or it has not run yet.</summary>
    public required double? TestError { get; init; }

    /// <summary>Denominator of <see cref="TestError"/>; null where that is null.</summary>
    public int? TestImages { get; init; }

    public double? PaperTestError { get; init; }

    public required int Epochs { get; init; }

    public required string StoppedBy { get; init; }

    public required string Backend { get; init; }

    public required bool Deterministic { get; init; }

    /// <summary>Of its initial weights and the order of its images; null where that is not known.</summary>
    public ulong? Seed { get; init; }

    public required string Key { get; init; }
}

/// <summary>The error of one network on one slice of clean data.</summary>
public sealed record ErrorLine
{
    public required string Model { get; init; }

    /// <summary>The study's name for the data.</summary>
    public required string Data { get; init; }

    public required int Images { get; init; }

    public required int Errors { get; init; }

    public required double ErrorRate { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    public double? PaperErrorRate { get; init; }
}

/// <summary>Networks that differ only in their seeds, on one slice of clean data. Rates are fractions of 1; see <see cref="ModelGroupRow"/>.</summary>
public sealed record ModelGroupLine
{
    /// <summary>The comparison.</summary>
    public required string Table { get; init; }

    public required string Group { get; init; }

    /// <summary>The study's name for the data.</summary>
    public required string Data { get; init; }

    /// <summary>Networks, one per seed.</summary>
    public required int Models { get; init; }

    /// <summary>Images per network.</summary>
    public required int Images { get; init; }

    public required double MeanError { get; init; }

    /// <summary>Of the mean: sample standard deviation / sqrt(networks); null for one network.</summary>
    public required double? StandardError { get; init; }

    public required double? Low { get; init; }

    public required double? High { get; init; }

    public required double SmallestError { get; init; }

    public required double LargestError { get; init; }

    /// <summary>The group that this one is compared with; null for none.</summary>
    public required string? Baseline { get; init; }

    /// <summary>Networks of both groups with equal seeds.</summary>
    public required int Pairs { get; init; }

    public required double? MeanDifference { get; init; }

    public required double? DifferenceLow { get; init; }

    public required double? DifferenceHigh { get; init; }

    public double? PaperError { get; init; }
}
