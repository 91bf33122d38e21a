namespace Experiments.Contracts;

/// <summary>The top images of one unit or random direction, or one random choice of images.</summary>
public sealed record UnitDrawRow : ResultRow
{
    /// <inheritdoc cref="UnitGroupRow.Basis"/>
    public required string Basis { get; init; }

    /// <summary>The unit (in the order of the layer's output: channel, row, column), or which random direction or choice; from 0.</summary>
    public required int Draw { get; init; }

    /// <summary>Left out of the means: see <see cref="UnitGroupRow.Tied"/>.</summary>
    public required bool Tied { get; init; }

    /// <summary>The most frequent class of the images, the smallest of equals.</summary>
    public required int Label { get; init; }

    /// <summary>Share of the images that are of it.</summary>
    public required double Purity { get; init; }

    /// <summary>Entropy of the images' classes in bits.</summary>
    public required double Entropy { get; init; }

    /// <summary>Positions of the images in their split, best first, separated by spaces.</summary>
    public required string Images { get; init; }
}
