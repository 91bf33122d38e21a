using Experiments.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>
/// The backend on TorchSharp: on a GPU, or on the processor where there is none. Not deterministic: sums are cut as the library likes. Its
/// weights are the same files as those of the CPU backend, and a training starts from the same weights, in the same order of images.
/// </summary>
public sealed class TorchBackend : IComputeBackend
{
    /// <summary>A GPU, as studies name it.</summary>
    public const string Cuda = "cuda";

    /// <summary>The processor by torch, as studies name it: <c>cpu</c> is the backend with the same bits everywhere.</summary>
    public const string Processor = "torch-cpu";

    private readonly ComputeThreads _threads;
    private readonly Device _device;

    /// <param name="device"><see cref="Cuda"/> or <see cref="Processor"/>.</param>
    /// <param name="threads">Its number of threads is torch's too, on the processor.</param>
    /// <param name="index">Which GPU, counted from 0; 0 for the processor.</param>
    /// <exception cref="ArgumentException">The device is another one, or the index is negative.</exception>
    /// <exception cref="PlatformNotSupportedException">The native library does not load here, there is no such GPU that it can use, or it
    /// computes something else than the CPU backend.</exception>
    public TorchBackend(string device, ComputeThreads threads, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(threads);
        if (device is not (Processor or Cuda))
        {
            throw new ArgumentException($"device is {device}; it must be {Processor} or {Cuda}.", nameof(device));
        }
        if (TorchRuntime.Problem is { } problem)
        {
            throw new PlatformNotSupportedException(problem);
        }
        if (device == Cuda && !TorchRuntime.HasCuda)
        {
            throw new PlatformNotSupportedException(
                $"device is {Cuda}; it must be {Processor} on a machine without a GPU that torch can use.");
        }

        var count = device == Cuda ? cuda.device_count() : 1;
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (index >= count)
        {
            throw new PlatformNotSupportedException($"device is {device}:{index}; this machine has {count}, counted from 0.");
        }

        (_threads, Device, DeviceIndex) = (threads, device, index);
        _device = device == Cuda ? torch.device(DeviceType.CUDA, index) : torch.CPU;
        set_num_threads(threads.Threads);
        if (device == Cuda)
        {
            // Ten bits of mantissa would be a thousandth off, not a millionth.
            backends.cuda.matmul.allow_tf32 = false;
            backends.cudnn.allow_tf32 = false;
        }

        if (SelfCheck.Find(_device) is { } wrong)
        {
            throw new PlatformNotSupportedException(wrong);
        }
    }

    public string Name => "torch";

    public string Device { get; }

    public int DeviceIndex { get; }

    public bool Deterministic => false;

    public IReadOnlyList<string> Check(ArchitectureOptions architecture, TensorShape inputShape, int classCount)
    {
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, inputShape, classCount);
        return [.. TorchLayers.Check(
            [.. plan.Graph.Nodes.Select(node => node.Layer), .. plan.Pretraining.SelectMany(stage => stage.Decoder)]).Distinct()];
    }

    public IClassifier Load(ArchitectureOptions architecture, TensorShape inputShape, int classCount, Stream stream)
    {
        RequireKnown(architecture, inputShape, classCount);
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, inputShape, classCount);
        return TorchClassifier.Create(plan.Graph, NetworkFile.Read(plan.Graph, ArchitectureJson.Write(architecture), stream), _device);
    }

    public TrainedNetwork Train(
        ArchitectureOptions architecture,
        TrainingOptions training,
        IReadOnlyList<AdversarialPool> pools,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trainingImages);
        ArgumentNullException.ThrowIfNull(pools);
        if (pools.Count > 0)
        {
            throw new ArgumentException(
                "adversarialPools are set, which backend torch does not train with; they must be left out, or the device must be cpu.",
                nameof(pools));
        }
        if (Trainer.Check(architecture, training, trainingImages.Shape, trainingImages.ClassCount).Count == 0)
        {
            RequireKnown(architecture, trainingImages.Shape, trainingImages.ClassCount);
        }
        return Trainer.Train(
            architecture, training, pools, seed, trainingImages, heldOut, _threads, new TorchStages(_device), progress, cancellationToken);
    }

    private void RequireKnown(ArchitectureOptions architecture, TensorShape inputShape, int classCount)
    {
        if (Check(architecture, inputShape, classCount) is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(architecture));
        }
    }
}
