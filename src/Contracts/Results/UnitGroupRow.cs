namespace Experiments.Contracts;

/// <summary>
/// How much the top images of one layer's units have in common, or those of random directions in the layer's output, or images picked at random. Means are over the draws that
/// decide which images are best; the intervals are Student's at 95 % and take draws as independent.
/// </summary>
public sealed record UnitGroupRow : ResultRow
{
    /// <summary><c>unit</c>, <c>random-direction</c> or <c>random-images</c>.</summary>
    public required string Basis { get; init; }

    /// <summary>The training job of the network.</summary>
    public required JobKey Model { get; init; }

    /// <summary>The images in canonical form.</summary>
    public required string Data { get; init; }

    /// <summary>The layer whose outputs are looked at, from 0.</summary>
    public required int Layer { get; init; }

    /// <summary>What the layer is: <c>linear</c>, <c>conv2d</c>, <c>max-pool</c> …</summary>
    public required string LayerKind { get; init; }

    /// <summary>Outputs of the layer.</summary>
    public required int Units { get; init; }

    /// <summary>Images per draw.</summary>
    public required int Top { get; init; }

    /// <summary>Units, directions or choices in the means.</summary>
    public required int Draws { get; init; }

    /// <summary>Units or directions left out: their largest outputs are equal on more than <see cref="Top"/> images, as those of a silent or saturated unit are.</summary>
    public required int Tied { get; init; }

    /// <summary>Mean share of a draw's images that are of its most frequent class; null where there are no draws.</summary>
    public required double? Purity { get; init; }

    public required double? PurityLow { get; init; }

    public required double? PurityHigh { get; init; }

    /// <summary>Mean entropy of the classes of a draw's images in bits; null where there are no draws.</summary>
    public required double? Entropy { get; init; }

    public required double? EntropyLow { get; init; }

    public required double? EntropyHigh { get; init; }
}
