namespace Experiments.Contracts;

/// <summary>One epoch of a training job.</summary>
public sealed record TrainingEpochRow : ResultRow
{
    /// <summary>The stage that the epoch belongs to: <c>autoencoder</c> for unsupervised pre-training, otherwise <c>classifier</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Counted from 1 within the stage.</summary>
    public required int Epoch { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Mean training loss over the epoch's batches, as the weights stood at each batch.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of the training images misclassified at the time of their batch; null in stages without labels.</summary>
    public required double? RunningTrainError { get; init; }

    /// <summary>Share of the held-out images misclassified after the epoch; null where nothing is held out.</summary>
    public required double? HeldOutError { get; init; }
}
