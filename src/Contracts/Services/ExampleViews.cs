namespace Experiments.Contracts;

/// <summary>One perturbed image.</summary>
public sealed record ExampleLine
{
    public required string Table { get; init; }

    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required int Image { get; init; }

    public required int Draw { get; init; }

    public required int Label { get; init; }

    public required int? TargetClass { get; init; }

    public required int? PredictedBefore { get; init; }

    public required int? PredictedAfter { get; init; }

    public required double Distortion { get; init; }

    public required double? C { get; init; }

    public required int Iterations { get; init; }

    public required int GradientEvaluations { get; init; }

    public required double? ProjectedGradientNorm { get; init; }

    public required bool? Success { get; init; }
}

/// <summary>A perturbed image beside its original.</summary>
/// <param name="Line">Its figures.</param>
/// <param name="Channels">Colour channels: 1 or 3.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Original">[channels, height, width], values in [0, 1].</param>
/// <param name="Perturbed">Same shape and range.</param>
public sealed record ExamplePicture(ExampleLine Line, int Channels, int Height, int Width, ReadOnlyMemory<float> Original, ReadOnlyMemory<float> Perturbed);
