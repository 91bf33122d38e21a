namespace Experiments.Contracts;

/// <summary>Perturbations of one kind and size on images that they were not made for. Rates are fractions of 1.</summary>
public sealed record UniversalLine
{
    /// <summary>Name of the analysis.</summary>
    public required string Analysis { get; init; }

    public required string Source { get; init; }

    /// <summary>The attack that the mean and the other images' perturbations come from.</summary>
    public required string Attack { get; init; }

    /// <summary><c>universal</c>, <c>mean</c>, <c>other-image</c> or <c>random</c>.</summary>
    public required string Perturbation { get; init; }

    public required string Victim { get; init; }

    public required int Images { get; init; }

    /// <summary>Images whose class by the victim changes.</summary>
    public required int Fooled { get; init; }

    public required double FoolingRate { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>Images that the victim classifies correctly before the change.</summary>
    public required int ImagesVictimCorrect { get; init; }

    /// <summary>The error rate among these; null where there are none.</summary>
    public required double? ErrorRateVictimCorrect { get; init; }

    /// <summary>After clipping.</summary>
    public required double MeanDistortion { get; init; }
}

/// <summary>How far a set's perturbations have to be lengthened to fool a victim.</summary>
public sealed record TransferDistanceLine
{
    /// <summary>Name of the analysis.</summary>
    public required string Analysis { get; init; }

    /// <summary>The source model; null for controls.</summary>
    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required string Victim { get; init; }

    public required int Images { get; init; }

    /// <summary>Images whose clean original the victim classifies correctly: the denominator.</summary>
    public required int ImagesVictimCorrect { get; init; }

    /// <summary>Share of these that is misread at some magnification up to the cap; null where there are none.</summary>
    public required double? FooledRate { get; init; }

    public required double Cap { get; init; }

    /// <summary>Quartiles of the smallest magnification; null beyond the cap.</summary>
    public required double? FirstQuartile { get; init; }

    public required double? MedianMagnification { get; init; }

    public required double? ThirdQuartile { get; init; }

    /// <summary>Median root mean square change at the smallest magnification.</summary>
    public required double? MedianDistortion { get; init; }
}

/// <summary>A point of the curve behind a <see cref="TransferDistanceLine"/>.</summary>
public sealed record TransferDistancePointLine
{
    /// <summary>Name of the analysis.</summary>
    public required string Analysis { get; init; }

    /// <summary>The source model; null for controls.</summary>
    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required string Victim { get; init; }

    /// <summary><c>magnification</c> or <c>distortion</c>.</summary>
    public required string Axis { get; init; }

    public required double Limit { get; init; }

    /// <summary>Images whose clean original the victim classifies correctly.</summary>
    public required int Images { get; init; }

    /// <summary>Of these, images misread within the limit.</summary>
    public required int Fooled { get; init; }

    /// <summary>Null without images.</summary>
    public required double? FooledRate { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }
}
