using Experiments.Attacks;
using Experiments.Networks.Tests;
using Experiments.Numerics;

namespace Experiments.Networks.Torch.Tests;

public sealed class TorchAttackTests
{
    private static readonly TestImages Images = new(40, new TensorShape(1, 7, 7), 10, noise: 0.4f);

    [BackendFact]
    public void Lbfgs_OnTorchClassifier_FindsTheDistortionsOfTheCpu()
    {
        var architecture = new MlpOptions { Hidden = [16] };
        var training = new TrainingOptions { Epochs = 60, LearningRate = 0.01, BatchSize = 16 };
        var network =
            new CpuBackend(ComputeThreads.Single).Train(architecture, training, [], 3, Images, null, null, CancellationToken.None).Network;
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;

        var expected = Attack(network);
        var found = Attack(TestedBackend.Create().Load(architecture, Images.Shape, 10, file));

        Assert.All(expected, example => Assert.True(example.Success));
        Assert.All(found, example => Assert.True(example.Success));
        var mean = expected.Average(example => example.Distortion);
        Assert.Equal(mean, found.Average(example => example.Distortion), 0.01 * mean);

        // The search for c ends within 1e-4 of the boundary on either backend; a path that parts early may end in another basin.
        var close =
            expected.Zip(found).Count(pair => Math.Abs(pair.First.Distortion - pair.Second.Distortion) <= 0.02 * pair.First.Distortion);
        Assert.True(close >= 0.9 * expected.Count, $"{close} of {expected.Count} examples have the distortion of the CPU backend");
    }

    private static IReadOnlyList<AdversarialExample> Attack(IClassifier source) => AttackRunner.Craft(
        AttackCatalogue.Types["lbfgs"].Create(new LbfgsOptions()),
        new AttackInput
        {
            Images = Images.All.ToArray(),
            Length = Images.Shape.Length,
            Labels = Images.Labels.ToArray(),
            Positions = Enumerable.Range(0, Images.Count).ToArray(),
            Source = source,
            Seed = 1,
            Threads = ComputeThreads.Single,
        },
        progress: null,
        CancellationToken.None).Examples;
}
