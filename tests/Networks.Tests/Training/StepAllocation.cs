using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>What training steps of the convolutional network allocate on two threads, in a process where nothing else runs.</summary>
internal static class StepAllocation
{
    /// <summary>Bytes of five steps, all threads counted; the least of several tries: a helper thread that does its first piece of some
    /// kind makes its buffers then.</summary>
    public static long Measure()
    {
        using var threads = new ComputeThreads(2);
        var images = new TestImages(301, new TensorShape(1, 14, 14), 10, noise: 0.5f);
        var plan =
            new ConvArchitecture().Plan(new ConvOptions { Filters = [8, 16], Kernel = 5, Hidden = 40, Dropout = 0.2 }, images.Shape, 10);
        var options = new TrainingOptions { WeightDecay = [1e-5] };
        using var stage = new CpuStage(
            new StagePlan
            {
                Name = "test",
                Options = options,
                Seed = 1,
                Images = images,
                Graph = plan.Graph,
                Values = WeightInitializer.Create(plan.Graph, options, 1),
                Loss = new CrossEntropyLoss(10),
            },
            threads);
        int[] batch = [.. Enumerable.Range(0, 128)];
        for (var i = 0; i < 100; i++)
        {
            stage.Step(batch);
        }
        return Enumerable.Range(0, 10).Min(_ => Bytes(stage, batch));
    }

    private static long Bytes(TrainingStage stage, int[] batch)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 5; i++)
        {
            stage.Step(batch);
        }
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
