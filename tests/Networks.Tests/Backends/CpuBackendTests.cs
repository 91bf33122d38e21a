using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>The CPU backend on another number of threads than the reference.</summary>
public sealed class CpuBackendTests : BackendConformance, IDisposable
{
    private readonly ComputePool _pool = new(2);

    protected override IComputeBackend Backend => new CpuBackend(_pool);

    private protected override IStageBackend Stages => new CpuStages(_pool);

    private protected override IClassifier Create(Graph graph, float[][][] values) => Network.Create(graph, values, _pool, "under test");

    public void Dispose() => _pool.Dispose();

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
