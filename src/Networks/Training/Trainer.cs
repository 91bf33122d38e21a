using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// Trains networks on the CPU backend. The weights are the same bits whatever the number of threads and the vector width: initial weights and
/// the order of images come from a counter-based generator, and every sum has a fixed order.
/// </summary>
public static class Trainer
{
    /// <summary>What is wrong with a combination of options that are each in range; empty if nothing is.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="inputShape">Shape of one image.</param>
    /// <param name="classCount">Number of classes k.</param>
    public static IReadOnlyList<string> Check(ArchitectureOptions architecture, TrainingOptions training, TensorShape inputShape, int classCount)
        => throw new NotSupportedException("The trainer is on its way.");

    /// <summary>Trains a classifier; pre-trained stages first, where the architecture has any.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="seed">Of the initial weights and of the order of the images.</param>
    /// <param name="trainingImages">What to train on.</param>
    /// <param name="heldOut">What to count errors on after every epoch; null for nothing. Never influences the weights.</param>
    /// <param name="pool">The threads to use.</param>
    /// <param name="progress">Told of every epoch, on the calling thread; null for nobody.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="ArgumentException">The options do not fit each other or the images.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static TrainedNetwork Train(
        ArchitectureOptions architecture,
        TrainingOptions training,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        ComputePool pool,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken)
        => throw new NotSupportedException("The trainer is on its way.");
}
