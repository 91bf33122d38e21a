using Experiments.Numerics;
using TorchSharp;

namespace Experiments.Networks.Torch;

/// <summary>What a program finds when it is given the folder of this project's output.</summary>
public sealed class TorchPlugin : IBackendPlugin
{
    public IReadOnlyList<BackendDevice> FindDevices()
    {
        if (TorchRuntime.Problem is { } problem)
        {
            throw new PlatformNotSupportedException(problem);
        }

        var gpus = TorchRuntime.HasCuda ? torch.cuda.device_count() : 0;
        return
        [
            .. Enumerable.Range(0, gpus).Select(index => new BackendDevice(TorchBackend.Cuda, index, CudaDriver.MemoryBytes(index))),
            new BackendDevice(TorchBackend.Processor, 0, 0),
        ];
    }

    public IComputeBackend Open(string kind, int index, ComputeThreads threads) => new TorchBackend(kind, threads, index);
}
