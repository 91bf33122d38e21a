namespace Experiments.Contracts;

/// <summary>One epoch of a training job.</summary>
[ResultTable("training_epochs", "train", Key = [nameof(Stage), nameof(Epoch)])]
[Check("rates", "(running_train_error IS NULL OR running_train_error BETWEEN 0 AND 1) "
    + "AND (held_out_error IS NULL OR held_out_error BETWEEN 0 AND 1)")]
public sealed record TrainingEpochRow : ResultRow
{
    /// <summary>The stage that the epoch belongs to: <c>autoencoder</c> for unsupervised pre-training, otherwise
    /// <c>classifier</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Counted from 1 within the stage.</summary>
    [Column(Format = ColumnFormat.Ordinal, Check = "epoch >= 1")]
    public required int Epoch { get; init; }

    /// <summary>Step size of the optimiser in the epoch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Mean training loss over the epoch's batches, as the weights stood at each batch.</summary>
    [Column(Unit = "nats")]
    public required double Loss { get; init; }

    /// <summary>Share of the training images misclassified at the time of their batch; null in stages without labels.</summary>
    [Column(Format = ColumnFormat.Rate, Unit = "fraction of 1")]
    public required double? RunningTrainError { get; init; }

    /// <summary>Share of the held-out images misclassified after the epoch; null where nothing is held out.</summary>
    [Column(Format = ColumnFormat.Rate, Unit = "fraction of 1")]
    public required double? HeldOutError { get; init; }
}
