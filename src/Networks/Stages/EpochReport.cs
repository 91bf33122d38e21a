namespace Experiments.Networks;

/// <summary>Which rule ended a training.</summary>
public enum StopReason
{
    /// <summary>All planned epochs were run.</summary>
    Epochs,

    /// <summary><see cref="TrainingOptions.StopTrainError"/> was reached.</summary>
    TrainingError,

    /// <summary><see cref="TrainingOptions.StopLossChange"/> was reached.</summary>
    LossChange,

    /// <summary>It never began: the weights came from elsewhere.</summary>
    Pretrained,
}

/// <summary>One epoch of a training.</summary>
/// <param name="Stage">The stage that the epoch belongs to: <c>autoencoder</c> for unsupervised pre-training, otherwise
/// <c>classifier</c>.</param>
/// <param name="Epoch">Counted from 1 within the stage.</param>
/// <param name="Epochs">The most epochs of the stage.</param>
/// <param name="LearningRate">Of the epoch's last step.</param>
/// <param name="Loss">Mean training loss over the epoch's batches, weight decay included, as the weights stood at each batch.</param>
/// <param name="RunningTrainError">Share of the training images misclassified at the time of their batch; null in stages without
/// labels.</param>
/// <param name="HeldOutError">Share of the held-out images misclassified after the epoch; null where nothing is held out.</param>
public sealed record EpochReport(
    string Stage, int Epoch, int Epochs, double LearningRate, double Loss, double? RunningTrainError, double? HeldOutError);
