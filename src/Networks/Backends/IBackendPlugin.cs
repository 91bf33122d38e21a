using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A backend that is built apart from the programs and looked for in a folder when one starts: its native library is large, and
/// another one on machines with a GPU.</summary>
public interface IBackendPlugin
{
    /// <summary>What it can compute on here, in the order of preference.</summary>
    /// <exception cref="PlatformNotSupportedException">Its native library cannot be used here; the message says why.</exception>
    IReadOnlyList<BackendDevice> FindDevices();

    /// <summary>Opens one of the devices.</summary>
    /// <param name="kind">As <see cref="BackendDevice.Kind"/>.</param>
    /// <param name="index">Counted from 0 among those of the kind.</param>
    /// <param name="threads">The threads that it may use on the processor.</param>
    /// <exception cref="PlatformNotSupportedException">There is no such device, or it computes something else than the CPU
    /// backend.</exception>
    IComputeBackend Open(string kind, int index, ComputeThreads threads);
}

/// <summary>A device of this machine.</summary>
/// <param name="Kind">As a study names it: <c>cuda</c>, <c>torch-cpu</c>.</param>
/// <param name="Index">Counted from 0 among those of the kind.</param>
/// <param name="MemoryBytes">Memory of its own, in bytes; 0 where it has none or it is not known.</param>
public sealed record BackendDevice(string Kind, int Index, long MemoryBytes);
