namespace Experiments.Networks;

/// <summary>The outcome of a training.</summary>
/// <param name="Network">The classifier.</param>
/// <param name="Epochs">Epochs of the classifier's stage.</param>
/// <param name="StoppedBy">What ended the classifier's stage.</param>
/// <param name="TrainErrors">Training images that the finished network misclassifies, counted over all of them.</param>
/// <param name="TrainLoss">Mean cross-entropy of the finished network over all training images plus the weight decay.</param>
/// <param name="Reports">Every epoch of every stage.</param>
public sealed record TrainedNetwork(
    Network Network, int Epochs, StopReason StoppedBy, int TrainErrors, double TrainLoss, IReadOnlyList<EpochReport> Reports);
