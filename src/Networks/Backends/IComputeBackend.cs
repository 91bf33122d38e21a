using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Something that computes networks on one device: trains them, and runs trained ones. Weights are the same files on all of them.
/// Safe for any number of threads.</summary>
public interface IComputeBackend
{
    /// <summary>As result rows name it: <c>cpu</c>, <c>torch</c>.</summary>
    string Name { get; }

    /// <summary>Where it computes: <c>cpu</c>, <c>cuda</c>.</summary>
    string Device { get; }

    /// <summary>Which of the machine's devices of this kind, counted from 0.</summary>
    int DeviceIndex { get; }

    /// <summary>Whether it promises the same bits on every machine, whatever the number of threads and the batch.</summary>
    bool Deterministic { get; }

    /// <summary>What it cannot compute of an architecture that is sound in itself; empty for nothing.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="inputShape">Shape of one image.</param>
    /// <param name="classCount">Number of classes k.</param>
    IReadOnlyList<string> Check(ArchitectureOptions architecture, TensorShape inputShape, int classCount);

    /// <summary>Reads what <see cref="Network.Save"/> wrote. The file is untrusted: sizes are checked before anything is
    /// allocated.</summary>
    /// <param name="architecture">The options that the network was trained with.</param>
    /// <param name="inputShape">Shape of one image.</param>
    /// <param name="classCount">Number of classes k.</param>
    /// <param name="stream">Read from its position to its end.</param>
    /// <exception cref="InvalidDataException">The file is damaged, its tensors are not those of the architecture, it names another
    /// architecture, or a value is not finite.</exception>
    /// <exception cref="ArgumentException">The backend cannot compute the architecture.</exception>
    IClassifier Load(ArchitectureOptions architecture, TensorShape inputShape, int classCount, Stream stream);

    /// <summary>Trains a classifier; pre-trained stages first, where the architecture has any. The images' order, the initial weights and
    /// every rule are the same on all backends.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="pools">Pools of adversarial examples that the classifier's training uses in turn; none for plain training.</param>
    /// <param name="seed">Of the initial weights, of the order of the images and of all choices of the pools.</param>
    /// <param name="trainingImages">What to train on.</param>
    /// <param name="heldOut">What to count errors on after every epoch; null for nothing. Never influences the weights.</param>
    /// <param name="progress">Told of every epoch, on the calling thread; null for nobody.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="ArgumentException">The options do not fit each other or the images, or the backend cannot compute them.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    TrainedNetwork Train(
        ArchitectureOptions architecture,
        TrainingOptions training,
        IReadOnlyList<AdversarialPool> pools,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken);
}
