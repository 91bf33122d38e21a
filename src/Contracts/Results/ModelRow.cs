namespace Experiments.Contracts;

/// <summary>One trained network: one row per training job. Names are not here: a name belongs to a study, a network to its
/// content.</summary>
[ResultTable(
    "models", "train", View = "models", Title = "Models", RowPer = "study and trained network", Names = [StudyName.Model], Always = true)]
public sealed record ModelRow : ResultRow
{
    /// <summary>Layer widths and activation, for people: <c>784-100-100-10 sigmoid</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Number of trained weights and biases.</summary>
    [Column(Unit = "weights", Check = "parameters >= 0")]
    public required long Parameters { get; init; }

    /// <summary>The images it was trained on, in canonical form: <c>mnist/train[0..60000)</c>.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>Training images.</summary>
    [Column(Header = "training images", Unit = "images")]
    public required int TrainImages { get; init; }

    /// <summary>Training images the finished network misclassifies.</summary>
    [Column(Header = "training errors", Unit = "images", Check = "train_errors >= 0 AND train_errors <= train_images")]
    public required int TrainErrors { get; init; }

    /// <summary>Share of the training images that the finished network misclassifies.</summary>
    [Column(Header = "training error")]
    [Published]
    [Rate(nameof(TrainErrors), nameof(TrainImages))]
    public double? TrainErrorRate => Derived();

    /// <summary>Mean cross-entropy over the training images plus the weight decay, after the last epoch.</summary>
    [Column(Header = "training loss", Unit = "nats")]
    public required double TrainLoss { get; init; }

    /// <summary>Epochs of training, of all stages.</summary>
    [Column(Unit = "epochs", Check = "epochs >= 0")]
    public required int Epochs { get; init; }

    /// <summary>Which rule ended the training: <c>epochs</c>, <c>training-error</c> or <c>loss-change</c>.</summary>
    public required string StoppedBy { get; init; }

    /// <summary>Of initial weights and the order of images; 0 for weights that were read.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The weights, a safetensors file.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required ArtifactHash Weights { get; init; }

    /// <summary>What computed it: <c>cpu</c> or <c>torch</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Whether the backend promises the same bits on every machine.</summary>
    [Column(Unit = "yes or no")]
    public required bool Deterministic { get; init; }
}
