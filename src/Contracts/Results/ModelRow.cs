namespace Experiments.Contracts;

/// <summary>One trained network: one row per training job. Names are not here: a name belongs to a study, a network to its content.</summary>
public sealed record ModelRow : ResultRow
{
    /// <summary>Layer widths and activation, for people: <c>784-100-100-10 sigmoid</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Number of trained weights and biases.</summary>
    public required long Parameters { get; init; }

    /// <summary>The images it was trained on, in canonical form: <c>mnist/train[0..60000)</c>.</summary>
    public required string TrainedOn { get; init; }

    public required int TrainImages { get; init; }

    /// <summary>Training images the finished network misclassifies.</summary>
    public required int TrainErrors { get; init; }

    /// <summary>Mean cross-entropy over the training images plus the weight decay, after the last epoch.</summary>
    public required double TrainLoss { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Which rule ended the training: <c>epochs</c>, <c>training-error</c> or <c>loss-change</c>.</summary>
    public required string StoppedBy { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The weights, a safetensors file.</summary>
    public required ArtifactHash Weights { get; init; }

    /// <summary>What computed it: <c>cpu</c> or <c>torch</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Whether the backend promises the same bits on every machine.</summary>
    public required bool Deterministic { get; init; }
}
