namespace Experiments.Contracts;

/// <summary>How much the top images of one layer's units, random directions or random choices have in common.</summary>
public sealed record UnitLine
{
    /// <summary>The study's name for the analysis.</summary>
    public required string Analysis { get; init; }

    public required string Model { get; init; }

    /// <summary>The study's name for the images to choose from.</summary>
    public required string Data { get; init; }

    /// <summary>From 0.</summary>
    public required int Layer { get; init; }

    public required string LayerKind { get; init; }

    /// <summary>Outputs of the layer.</summary>
    public required int Units { get; init; }

    /// <inheritdoc cref="UnitGroupRow.Basis"/>
    public required string Basis { get; init; }

    /// <summary>Images per draw.</summary>
    public required int Top { get; init; }

    /// <summary>Draws in the means.</summary>
    public required int Draws { get; init; }

    /// <summary>Draws left out, since their scores do not decide which images are best.</summary>
    public required int Tied { get; init; }

    /// <summary>Mean share of the images that are of the most frequent class; null without draws.</summary>
    public required double? Purity { get; init; }

    public required double? PurityLow { get; init; }

    public required double? PurityHigh { get; init; }

    /// <summary>Mean entropy of the classes in bits; null without draws.</summary>
    public required double? Entropy { get; init; }

    public required double? EntropyLow { get; init; }

    public required double? EntropyHigh { get; init; }
}

/// <summary>Some draws of one layer with their images.</summary>
/// <param name="Analysis">The study's name for the analysis.</param>
/// <param name="Model">The study's name for the network.</param>
/// <param name="Layer">From 0.</param>
/// <param name="LayerKind">What the layer is.</param>
/// <param name="Channels">Colour channels of an image: 1 or 3.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Strips">Grouped by basis, in the order unit, random direction, random images.</param>
public sealed record UnitPictures(string Analysis, string Model, int Layer, string LayerKind, int Channels, int Height, int Width, IReadOnlyList<UnitStrip> Strips);

/// <summary>The images of one draw.</summary>
/// <param name="Basis">See <see cref="UnitGroupRow.Basis"/>.</param>
/// <param name="Draw">The unit, or which direction or choice, from 0.</param>
/// <param name="Labels">The true class of each image.</param>
/// <param name="Images">Best first, each [channels, height, width], values in [0, 1].</param>
public sealed record UnitStrip(string Basis, int Draw, IReadOnlyList<int> Labels, IReadOnlyList<ReadOnlyMemory<float>> Images);
