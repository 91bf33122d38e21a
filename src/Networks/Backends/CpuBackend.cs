using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>The backend that needs nothing but the processor and gives the same bits everywhere.</summary>
/// <param name="threads">The threads to use.</param>
public sealed class CpuBackend(ComputeThreads threads) : IComputeBackend
{
    public string Name => "cpu";

    public string Device => "cpu";

    public int DeviceIndex => 0;

    public bool Deterministic => true;

    public IReadOnlyList<string> Check(ArchitectureOptions architecture, TensorShape inputShape, int classCount) => [];

    IClassifier IComputeBackend.Load(ArchitectureOptions architecture, TensorShape inputShape, int classCount, Stream stream) =>
        Load(architecture, inputShape, classCount, stream);

    /// <inheritdoc cref="IComputeBackend.Load"/>
    public Network Load(ArchitectureOptions architecture, TensorShape inputShape, int classCount, Stream stream)
    {
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, inputShape, classCount);
        var text = ArchitectureJson.Write(architecture);
        return Network.Create(plan.Graph, NetworkFile.Read(plan.Graph, text, stream), threads, plan.Description, text);
    }

    public TrainedNetwork Train(
        ArchitectureOptions architecture,
        TrainingOptions training,
        IReadOnlyList<AdversarialPool> pools,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken) =>
        Trainer.Train(architecture, training, pools, seed, trainingImages, heldOut, threads, progress, cancellationToken);
}
