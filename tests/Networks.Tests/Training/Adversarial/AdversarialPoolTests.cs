using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class AdversarialPoolTests
{
    private static readonly TensorShape Shape = new(1, 6, 6);
    private static readonly TestImages Images = new(200, Shape, 10, noise: 0.3f);
    private static readonly MlpOptions Network = new() { Hidden = [9, 8] };

    private static AdversarialPoolOptions Base => new() { Layer = 1, Size = 40, BatchSize = 20, Refresh = 10, Weight = 0.5 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Train_OneStepWithAPool_ChangesTheLayersAboveOnly(int layer)
    {
        // One batch of all images: the first step's gradients are from equal weights.
        var without = Train([]);

        var with = Train([Pool(Base with { Layer = layer })]);

        for (var i = 0; i < 3; i++)
        {
            foreach (var block in new[] { 2 * i, 2 * i + 1 })
            {
                Assert.Equal(i < layer, without[block].SequenceEqual(with[block]));
            }
        }
    }

    [Fact]
    public void Train_OneStepWithAPoolOfCleanExamples_AddsTheirWeightedGradient()
    {
        // A pool of all images, unperturbed and used whole; the images are drawn with repeats, so the expected gradient is taken over the
        // ones drawn.
        const double rate = 0.5, weight = 0.25;
        var options = new TrainingOptions { Epochs = 1, BatchSize = 200, Optimizer = Optimizer.Sgd, LearningRate = rate,
            Initializer = Initializer.Zero };
        var adversary = new RecordingAdversary(0);
        var pool = new AdversarialPool(new AdversarialPoolOptions { Size = 50, BatchSize = 50, Refresh = 1, Weight = weight }, adversary);

        var plain = Train(new SoftmaxOptions(), options, [])[0];
        var both = Train(new SoftmaxOptions(), options, [pool])[0];

        var (x, labels) = (adversary.Asked[0].X.ToArray(), adversary.Asked[0].Labels.ToArray());
        Assert.Equal(50, labels.Length);
        for (var j = 0; j < 10; j++)
        {
            for (var i = 0; i < Shape.Length; i++)
            {
                var gradient =
                    Enumerable.Range(0, 50).Sum(image => (0.1 - (labels[image] == j ? 1 : 0)) * x[image * Shape.Length + i]) / 50;
                Assert.Equal(-rate * weight * gradient, both[j * Shape.Length + i] - plain[j * Shape.Length + i], 1e-6);
            }
        }
    }

    [Fact]
    public void Train_Pools_TakeTurnsAndAreRefreshed()
    {
        var (first, second) = (new RecordingAdversary(0.1f), new RecordingAdversary(0.1f));

        // Five steps of 40 images.
        Train(Network, new TrainingOptions { Epochs = 1, BatchSize = 40 }, [new(Base with { Layer = 0 }, first),
            new(Base with { Layer = 2, Refresh = 7 }, second)]);

        Assert.Equal([40, 10, 10], first.Asked.Select(clean => clean.Labels.Length));
        Assert.Equal([40, 7], second.Asked.Select(clean => clean.Labels.Length));
        Assert.All(first.InputShapes, shape => Assert.Equal(Shape.Length, shape.Length));
        Assert.All(second.InputShapes, shape => Assert.Equal(8, shape.Length));
        Assert.Equal(Enumerable.Range(0, 60), first.Asked.SelectMany(clean => clean.Serials.ToArray()));
        Assert.Single(first.Asked.Select(clean => clean.Seed).Distinct());
        Assert.NotEqual(first.Asked[0].Seed, second.Asked[0].Seed);
    }

    [Fact]
    public void Train_NewExamples_AreOfTheNetworkAsItStands()
    {
        // What the adversary sees in the second epoch is what the network trained for one epoch makes of the same images.
        var adversary = new RecordingAdversary(0.1f);
        var options = new TrainingOptions { Epochs = 2, BatchSize = 200, Optimizer = Optimizer.Sgd, LearningRate = 0.5 };
        var pool = new AdversarialPool(Base with { Refresh = 40 }, adversary);
        Train(Network, options, [pool]);
        var after = Trainer.Train(
            Network, options with { Epochs = 1 }, [new(pool.Options, new RecordingAdversary(0.1f))], 1, Images, null, ComputeThreads.Single,
            null, CancellationToken.None).Network;

        var seen = adversary.Asked[1];
        using var pass = after.OpenPass(Images.Count);
        var logits = new float[Images.Count * 10];
        pass.Forward(Images.All, Images.Count, logits);
        var hidden = pass.Activations(0).ToArray();
        var image = Enumerable.Range(0, Images.Count).Single(i => hidden.AsSpan(i * 9, 9).SequenceEqual(seen.X.Span[..9]));

        Assert.Equal(Images.Labels[image], seen.Labels.Span[0]);
        Assert.Equal(logits[(image * 10)..(image * 10 + 10)], adversary.Logits[1]);
    }

    [Fact]
    public void Train_AdversaryThatMakesSeveral_UsesThemAll()
    {
        var one = Train([new(Base, new RecordingAdversary(0.1f))]);

        Assert.NotEqual(one[^2], Train([new(Base, new RecordingAdversary(0.1f) { Draws = 2 })])[^2]);
    }

    public static TheoryData<AdversarialPoolOptions> EveryOptionChanged =>
        [Base with { Layer = 2 }, Base with { Size = 41 }, Base with { BatchSize = 21 }, Base with { Refresh = 11 }, Base with
        {
            Weight = 0.6
        }];

    [Theory]
    [MemberData(nameof(EveryOptionChanged))]
    public void Train_AnyPoolOptionChanged_OtherWeights(AdversarialPoolOptions changed)
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 100 };

        Assert.NotEqual(Train(Network, options, [Pool(Base)])[^2], Train(Network, options, [Pool(changed)])[^2]);
    }

    [Fact]
    public void Train_AnotherSeed_OtherExamples()
    {
        var (one, two) = (new RecordingAdversary(0.1f), new RecordingAdversary(0.1f));
        foreach (var (adversary, seed) in new[] { (one, 1UL), (two, 2UL) })
        {
            Trainer.Train(
                Network, new TrainingOptions { Epochs = 1 }, [new(Base, adversary)], seed, Images, null, ComputeThreads.Single, null,
                CancellationToken.None);
        }

        Assert.NotEqual(one.Asked[0].Labels.ToArray(), two.Asked[0].Labels.ToArray());
        Assert.NotEqual(one.Asked[0].Seed, two.Asked[0].Seed);
    }

    [Fact]
    public void Train_AdversaryOfTheWrongLength_Throws()
    {
        var adversary = new TruncatingAdversary();

        var error = Assert.Throws<InvalidOperationException>(() => Train([new(Base, adversary)]));

        Assert.Equal("an adversary made 5 values; it must make one or more of 9 for each of 40 inputs.", error.Message);
    }

    [Fact]
    public void Check_PoolsThatDoNotFit_ReportsAll()
    {
        var relu = new MlpOptions { Hidden = [9, 8], Activation = HiddenActivation.Relu };
        var autoencoder = new SparseAutoencoderOptions { Hidden = 9, Pretraining = new TrainingOptions { Epochs = 1 } };

        Assert.Equal(
            [
                "layer of adversarial pool 1 is 1, whose input comes out of linear-relu; it must be a layer whose input is in [0, 1]: the "
                    + "network's first, or one after a sigmoid.",
                "layer of adversarial pool 2 is 3; it must be from 0 to the network's last layer, 2.",
            ],
            Trainer.Check(relu, new TrainingOptions(), Shape, 10, Base with { Layer = 0 }, Base, Base with { Layer = 3 }));
        Assert.Equal(
            ["layer of adversarial pool 0 is 0; it must be from 1 (those before are not trained any more) to the network's last layer, 1."],
            Trainer.Check(autoencoder, new TrainingOptions(), Shape, 10, Base with { Layer = 0 }));
        Assert.Equal(
            ["batchSize is 41; it must be at most size, 40.", "refresh is 50; it must be at most size, 40."],
            Trainer.Check(Network, new TrainingOptions(), Shape, 10, Base with { BatchSize = 41, Refresh = 50 }));
    }

    [Fact]
    public void Check_LayersAfterDropoutOfSigmoids_AreInTheBox() =>
        Assert.Empty(Trainer.Check(
            new MlpOptions { Hidden = [9, 8], Dropout = 0.5 }, new TrainingOptions(), Shape, 10, Base with { Layer = 2 },
            Base with { Layer = 4 }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Train_AnyNumberOfThreads_SameBits(int threads)
    {
        using var compute = new ComputeThreads(threads);

        Assert.Equal(OneThread.Value, TrainThreePools(compute));
    }

    private static readonly Lazy<float[]> OneThread = new(() => TrainThreePools(ComputeThreads.Single));

    private static float[] TrainThreePools(ComputeThreads threads) => [.. Blocks(Trainer.Train(
        new MlpOptions { Hidden = [33, 17], Dropout = 0.2 }, new TrainingOptions { Epochs = 2, BatchSize = 37 },
        [Pool(Base with { Layer = 0 }), Pool(Base with { Layer = 2 }), Pool(Base with { Layer = 4 })], 3, Images, null, threads, null,
        CancellationToken.None))
        .SelectMany(block => block)];

    private static AdversarialPool Pool(AdversarialPoolOptions options) => new(options, new RecordingAdversary(0.1f));

    private static float[][] Train(IReadOnlyList<AdversarialPool> pools) =>
        Train(Network, new TrainingOptions { Epochs = 1, BatchSize = 200, Optimizer = Optimizer.Sgd, LearningRate = 0.5 }, pools);

    private static float[][] Train(ArchitectureOptions architecture, TrainingOptions training, IReadOnlyList<AdversarialPool> pools) =>
        Blocks(Trainer.Train(
            architecture, training, pools, 1, Images, heldOut: null, ComputeThreads.Single, progress: null, CancellationToken.None));

    private static float[][] Blocks(TrainedNetwork trained) =>
        [.. trained.Network.Parameters.Select(parameter => parameter.Values.ToArray())];

    private sealed class TruncatingAdversary : IAdversary
    {
        public ReadOnlyMemory<float> Perturb(IClassifier classifier, CleanExamples clean) => clean.X[..5];
    }
}
