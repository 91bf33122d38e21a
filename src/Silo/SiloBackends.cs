using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Silo;

/// <summary>What computes on the silo's devices.</summary>
internal static class SiloBackends
{
    /// <exception cref="PlatformNotSupportedException">There is a GPU among the devices that cannot be used here; the message says
    /// why.</exception>
    internal static ComputeBackends Of(SiloSettings settings, ComputeThreads threads)
    {
        var cpu = new CpuBackend(threads);
        return new ComputeBackends(cpu, [.. settings.Devices.Where(d => d.Kind == Device.Cuda).Select(d => OpenGpu(d, threads))]);
    }

#if WITH_TORCH
    private static Experiments.Networks.Torch.TorchBackend OpenGpu(Device gpu, ComputePool pool) => new(Device.Cuda, pool, gpu.Index);
#else
    private static IComputeBackend OpenGpu(Device gpu, ComputeThreads threads) => throw new PlatformNotSupportedException(
        $"--devices names {gpu}; this silo was built without torch, for a pool of {threads.Threads} threads of the processor only: "
            + "dotnet build src/Silo -c Release -p:Torch=cuda.");
#endif
}
