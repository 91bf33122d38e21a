using Experiments.Numerics;

// Tensors are counted per process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Experiments.Networks.Torch.Tests
{
    /// <summary>The backend under test: on the GPU where there is one that torch can use.</summary>
    internal static class TestedBackend
    {
        public static TorchBackend Create() => new(TorchRuntime.HasCuda ? "cuda" : "cpu", ComputePool.Single);
    }
}

namespace Experiments.Networks.Tests
{
    /// <summary>A test that needs torch: left out by name, with the reason, where its native library does not load.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class BackendFactAttribute : FactAttribute
    {
        public BackendFactAttribute() => Skip = Torch.TorchRuntime.Problem;
    }

    /// <inheritdoc cref="BackendFactAttribute"/>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class BackendTheoryAttribute : TheoryAttribute
    {
        public BackendTheoryAttribute() => Skip = Torch.TorchRuntime.Problem;
    }
}
