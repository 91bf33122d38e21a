namespace Experiments.Contracts;

/// <summary>One point of a curve of accuracy against the size of a perturbation.</summary>
public sealed record NoiseLine
{
    /// <summary>The study's name for the analysis.</summary>
    public required string Analysis { get; init; }

    public required string Model { get; init; }

    /// <inheritdoc cref="NoiseCurveRow.Perturbation"/>
    public required string Perturbation { get; init; }

    /// <inheritdoc cref="NoiseCurveRow.Size"/>
    public required double Size { get; init; }

    public required int Images { get; init; }

    public required int Correct { get; init; }

    public required double Accuracy { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <inheritdoc cref="NoiseCurveRow.MeanDistortion"/>
    public required double? MeanDistortion { get; init; }
}

/// <summary>How often random directions of an adversarial norm fool a network.</summary>
public sealed record RandomDirectionLine
{
    /// <summary>The study's name for the analysis.</summary>
    public required string Analysis { get; init; }

    /// <summary>The network, on which the adversarial set was made.</summary>
    public required string Source { get; init; }

    public required string Attack { get; init; }

    /// <inheritdoc cref="RandomDirectionRow.Clipped"/>
    public required bool Clipped { get; init; }

    /// <summary>Images of the set.</summary>
    public required int Images { get; init; }

    /// <inheritdoc cref="RandomDirectionRow.Moved"/>
    public required int Moved { get; init; }

    public required int Tries { get; init; }

    public required int Fooled { get; init; }

    /// <summary><see cref="Fooled"/> out of <see cref="Tries"/>.</summary>
    public required double FooledRate { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <inheritdoc cref="RandomDirectionRow.ImagesFooled"/>
    public required int ImagesFooled { get; init; }

    public required double AdversarialDistortion { get; init; }

    public required double MeanDistortion { get; init; }
}
