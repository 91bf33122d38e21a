using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>What jobs of one process share.</summary>
public sealed record JobServices
{
    public required ILedger Ledger { get; init; }

    public required IResultStore Results { get; init; }

    /// <summary>The silos of clusters; null where there is no cluster.</summary>
    public ISiloTable? Silos { get; init; }

    public required IArtifactStore Artifacts { get; init; }

    public required IDataLibrary Data { get; init; }

    /// <summary>The threads that jobs compute with.</summary>
    public required ComputeThreads Threads { get; init; }

    /// <summary>Where jobs compute.</summary>
    /// <value>Each computation on a thread of its own.</value>
    public IJobCompute Compute
    {
        get => field ??= new ThreadPerComputation(Threads);
        init;
    }

    /// <summary>What computes networks.</summary>
    /// <value>The CPU backend alone, on <see cref="Threads"/>.</value>
    public ComputeBackends Backends
    {
        get => field ??= new ComputeBackends(new CpuBackend(Threads));
        init;
    }

    /// <summary>Memory that the jobs of this process may take together, in bytes.</summary>
    /// <value>The machine's, or the container's limit.</value>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public required TimeProvider Time { get; init; }

    /// <summary>Where engines say what they do; no part of any result.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
