namespace Experiments.Contracts;

/// <summary>How far one layer of a network can lengthen a change of its input, at most; Euclidean norms.</summary>
public sealed record SpectralLine
{
    /// <summary>Name of the analysis.</summary>
    public required string Analysis { get; init; }

    public required string Model { get; init; }

    /// <summary>Counted from 0.</summary>
    public required int Layer { get; init; }

    /// <summary>As in the weight file.</summary>
    public required string Name { get; init; }

    /// <summary>Operation and activation.</summary>
    public required string Kind { get; init; }

    public required string OutputShape { get; init; }

    public required double OperationBound { get; init; }

    /// <summary>How it was found.</summary>
    public required string Method { get; init; }

    /// <summary>The norm of a convolution with zeros around the image; null for other layers.</summary>
    public required double? ZeroPaddedNorm { get; init; }

    public required double ActivationBound { get; init; }

    /// <summary>Of operation and activation.</summary>
    public required double Bound { get; init; }

    /// <summary>Product of the bounds up to this layer.</summary>
    public required double CumulativeBound { get; init; }

    /// <summary>Every iteration came to its tolerance.</summary>
    public required bool Converged { get; init; }
}

/// <summary>How much one layer did lengthen changes, over a set of perturbed images.</summary>
public sealed record GainLine
{
    /// <summary>Name of the analysis.</summary>
    public required string Analysis { get; init; }

    public required string Model { get; init; }

    /// <summary>The network that the set was made on; null for controls.</summary>
    public required string? Source { get; init; }

    public required string Attack { get; init; }

    /// <summary><c>set</c> or <c>random</c>: directions of the same lengths.</summary>
    public required string Direction { get; init; }

    public required int Layer { get; init; }

    public required int Images { get; init; }

    public required double MeanGain { get; init; }

    public required double MedianGain { get; init; }

    public required double MaxGain { get; init; }

    public required double MeanCumulativeGain { get; init; }

    public required double MedianCumulativeGain { get; init; }

    public required double MaxCumulativeGain { get; init; }
}
