using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Peers;

/// <summary>What is compared.</summary>
internal static class Workloads
{
    public static IEnumerable<Workload> All(SourceModels sources, ComputeThreads threads) =>
    [
        new MatrixProductWorkload(1024, 1024, 1024, threads),
        new MatrixProductWorkload(256, 100, 784, threads),
        new TrainingWorkload("mlp", new MlpOptions(), () => sources.Images("train"), 128, threads),
        new InputGradientWorkload("mlp", () => sources.Mlp, () => sources.Images("train"), 256),

        // Few images, so that an epoch is short beside a measurement.
        new TrainingWorkload("conv", new ConvOptions(), () => sources.Images("train[0..1280)"), 128, threads),
        new InputGradientWorkload("conv", () => sources.Conv, () => sources.Images("train"), 128),
        new AttackWorkload(sources, 1000, 20, threads),
    ];
}
