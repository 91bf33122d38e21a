using Experiments.Numerics;
using Experiments.Testing;

// Tensors are counted per process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Experiments.Networks.Torch.Tests
{
    /// <summary>The backend under test: on the GPU where there is one that torch can use.</summary>
    internal static class TestedBackend
    {
        public static TorchBackend Create() =>
            new(TorchRuntime.HasCuda ? TorchBackend.Cuda : TorchBackend.Processor, ComputeThreads.Single);
    }
}

namespace Experiments.Networks.Tests
{
    /// <summary>A test that needs torch. Where its native library does not load it is reported as skipped; with CI=true it runs and
    /// fails.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class BackendFactAttribute : FactAttribute
    {
        public BackendFactAttribute() => Skip = Skipped;

        internal static string? Skipped => BuildServer.IsThis ? null : Torch.TorchRuntime.Problem;
    }

    /// <inheritdoc cref="BackendFactAttribute"/>
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class BackendTheoryAttribute : TheoryAttribute
    {
        public BackendTheoryAttribute() => Skip = BackendFactAttribute.Skipped;
    }
}
