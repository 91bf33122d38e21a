namespace Experiments.Contracts;

/// <summary>How much one layer of a network did lengthen changes of images, over a set of perturbed images.</summary>
public sealed record LayerGainRow : ResultRow
{
    /// <summary>The training job of the network.</summary>
    public required JobKey Model { get; init; }

    /// <summary>The job that collected the set.</summary>
    public required JobKey Set { get; init; }

    /// <summary><c>set</c>: along the set's own perturbations; <c>random</c>: along random directions of the same length for each image.</summary>
    public required string Direction { get; init; }

    /// <summary>Counted from 0.</summary>
    public required int Layer { get; init; }

    /// <summary>Perturbed images whose change arrived at the layer.</summary>
    public required int Images { get; init; }

    /// <summary>Of ||change of the layer's output|| / ||change of its input||.</summary>
    public required double MeanGain { get; init; }

    public required double MedianGain { get; init; }

    public required double MaxGain { get; init; }

    /// <summary>Of ||change of the layer's output|| / ||change of the image||.</summary>
    public required double MeanCumulativeGain { get; init; }

    public required double MedianCumulativeGain { get; init; }

    public required double MaxCumulativeGain { get; init; }
}
