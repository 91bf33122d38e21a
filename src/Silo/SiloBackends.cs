using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline;

namespace Experiments.Silo;

/// <summary>What computes on the silo's devices.</summary>
internal static class SiloBackends
{
    /// <exception cref="PlatformNotSupportedException">There is a GPU among the devices that cannot be used here; the message says why.</exception>
    internal static ComputeBackends Of(SiloSettings settings, ComputePool pool)
    {
        var cpu = new CpuBackend(pool);
        return settings.Devices.Any(d => d.Kind == Device.Cuda) ? new ComputeBackends(cpu, OpenGpu(pool)) : new ComputeBackends(cpu);
    }

#if WITH_TORCH
    private static Experiments.Networks.Torch.TorchBackend OpenGpu(ComputePool pool) => new(Device.Cuda, pool);
#else
    private static IComputeBackend OpenGpu(ComputePool pool) => throw new PlatformNotSupportedException(
        $"--devices names a GPU; this silo was built without torch, for a pool of {pool.Threads} threads of the processor only: dotnet build src/Silo -c Release -p:Torch=cuda.");
#endif
}
