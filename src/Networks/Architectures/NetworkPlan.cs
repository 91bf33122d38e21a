namespace Experiments.Networks;

/// <summary>A network before it has weights.</summary>
internal sealed class NetworkPlan
{
    /// <summary>From the input to the logits.</summary>
    public required Graph Graph { get; init; }

    /// <summary>Trained in order before the classifier; each may start from the layers that earlier ones trained.</summary>
    public IReadOnlyList<PretrainingStage> Pretraining { get; init; } = [];

    /// <summary>The first nodes, up to a cut point, that the classifier's training leaves as the pre-training made them.</summary>
    public int FrozenLayers { get; init; }

    /// <summary>Layer widths and activation, for people: <c>784-100-100-10 sigmoid</c>.</summary>
    public required string Description { get; init; }
}

/// <summary>Training without labels of some of a network's layers: they are followed by layers that exist in this stage only, and together
/// learn to reproduce the input.</summary>
internal sealed class PretrainingStage
{
    /// <summary>As reports name it: <c>autoencoder</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The first layer of the network that this stage trains; the ones before it only compute its input.</summary>
    public required int FirstLayer { get; init; }

    /// <summary>How many of the network's layers it trains.</summary>
    public required int LayerCount { get; init; }

    /// <summary>The layers that exist in this stage only; the last one's output has the shape of the stage's input.</summary>
    public required IReadOnlyList<Layer> Decoder { get; init; }

    public required Reconstruction Reconstruction { get; init; }

    /// <summary>Added on the output of the last layer before the decoder.</summary>
    public required ActivationPenalty? Sparsity { get; init; }

    public required TrainingOptions Training { get; init; }
}
