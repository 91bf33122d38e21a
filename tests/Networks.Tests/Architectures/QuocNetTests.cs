using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class QuocNetTests
{
    private static readonly QuocNetOptions Options = new()
    {
        Stages = [new QuocNetStage { Kernel = 5, Filters = 4, Pool = 3, PoolStride = 2 }, new QuocNetStage { Kernel = 2, Filters = 6,
            Pool = 2 }],
        Pretraining = new TrainingOptions { Epochs = 6, BatchSize = 40, LearningRate = 0.005 },
    };

    [Fact]
    public void Train_TwoClasses_StagesLowerTheirCostAndTheClassifierLearns()
    {
        var images = new TestImages(200, new TensorShape(1, 14, 14), 2, noise: 0.3f);

        var trained = Trainer.Train(
            Options, new TrainingOptions { Epochs = 60, LearningRate = 0.02 }, 3, images, null, ComputeThreads.Single, null,
            CancellationToken.None);

        Assert.InRange(trained.TrainErrors, 0, 30);
        foreach (var stage in new[] { "rica 1", "rica 2" })
        {
            var losses = trained.Reports.Where(report => report.Stage == stage).Select(report => report.Loss).ToList();
            Assert.Equal(6, losses.Count);
            Assert.True(losses[^1] < 0.8 * losses[0], $"{stage}: {string.Join(", ", losses)}");
        }
    }

    [Fact]
    public void Train_OtherClassifier_SameFrozenStages()
    {
        var images = new TestImages(60, new TensorShape(1, 14, 14), 2, noise: 0.3f);
        Network Train(double rate) => Trainer.Train(
            Options, new TrainingOptions { Epochs = 1, LearningRate = rate }, 3, images, null, ComputeThreads.Single, null,
            CancellationToken.None).Network;

        var (one, two) = (Train(0.01).Parameters.ToList(), Train(0.02).Parameters.ToList());

        Assert.Equal(["0.weight", "3.weight", "7.weight", "7.bias"], one.Select(parameter => parameter.Name));
        Assert.Equal(one[1].Values.ToArray(), two[1].Values.ToArray());
        Assert.NotEqual(one[2].Values.ToArray(), two[2].Values.ToArray());
    }

    [Fact]
    public void Check_StagesThatDoNotFit_SaysWhich()
    {
        var shape = new TensorShape(1, 8, 9);
        string Only(QuocNetOptions options) =>
            Assert.Single(Trainer.Check(options, new TrainingOptions(), shape, 2)).Split(" (Parameter")[0];

        Assert.Equal(
            "stages[1].kernel is 6; it must be at most 5: its input is 2x5x6.",
            Only(new QuocNetOptions { Stages = [new QuocNetStage { Kernel = 3, Filters = 2, Pool = 2 }, new QuocNetStage { Kernel = 6,
                Filters = 2, Pool = 1 }] }));
        Assert.Equal(
            "stages[0].pool is 7; it must be at most 6, the rows or columns that its filters leave of 1x8x9.",
            Only(new QuocNetOptions { Stages = [new QuocNetStage { Kernel = 3, Filters = 2, Pool = 7 }] }));
        Assert.Equal("contrastWindow is 4; it must be odd.", Only(Options with { ContrastWindow = 4 }));
    }
}
