using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>The CPU backend on another number of threads than the reference.</summary>
public sealed class CpuBackendTests : BackendConformance, IDisposable
{
    private readonly ComputeThreads _threads = new(2);

    protected override IComputeBackend Backend => new CpuBackend(_threads);

    private protected override IStageBackend Stages => new CpuStages(_threads);

    private protected override IClassifier Create(Graph graph, float[][][] values) => Network.Create(graph, values, _threads, "under test");

    public void Dispose() => _threads.Dispose();

    [Fact]
    public void Backend_OfTheCpu_IsDeterministic() =>
        Assert.Equal(("cpu", "cpu", true), (Backend.Name, Backend.Device, Backend.Deterministic));
}

/// <summary>A test of a backend, which every machine can run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BackendFactAttribute : FactAttribute;

/// <inheritdoc cref="BackendFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BackendTheoryAttribute : TheoryAttribute;
