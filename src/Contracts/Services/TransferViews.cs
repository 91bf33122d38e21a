namespace Experiments.Contracts;

/// <summary>How far images had to be moved.</summary>
public sealed record DistortionLine
{
    public required string Table { get; init; }

    /// <summary>The source model; null for controls.</summary>
    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required int Images { get; init; }

    /// <summary>Clean images that the source model misclassified before any change.</summary>
    public required int? MisclassifiedBefore { get; init; }

    /// <summary>Share of the images that the source model reads as the attack wanted; null for controls.</summary>
    public required double? Success { get; init; }

    public required double MeanDistortion { get; init; }

    public required double MedianDistortion { get; init; }

    public double? PaperDistortion { get; init; }

    /// <summary>Mean gradients of the source model per image.</summary>
    public required double GradientEvaluations { get; init; }
}

/// <summary>One cell of a transfer table.</summary>
public sealed record TransferLine
{
    public required string Table { get; init; }

    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required string Victim { get; init; }

    public required int Images { get; init; }

    public required int Errors { get; init; }

    public required double ErrorRate { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>Images whose clean original the victim classifies correctly.</summary>
    public required int ImagesVictimCorrect { get; init; }

    /// <summary>The error rate among <see cref="ImagesVictimCorrect"/>; null where that is 0.</summary>
    public required double? ErrorRateVictimCorrect { get; init; }

    /// <summary>Share of the images that the victim gives the attack's target class; null where there is none.</summary>
    public required double? TargetHitRate { get; init; }

    public double? PaperErrorRate { get; init; }

    public required double MeanDistortion { get; init; }
}
