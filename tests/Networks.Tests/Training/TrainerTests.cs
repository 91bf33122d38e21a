using System.Diagnostics;
using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class TrainerTests
{
    private static readonly TensorShape Shape = new(1, 6, 6);
    private static readonly TestImages Images = new(200, Shape, 10, noise: 0.3f);
    private static readonly TestImages HeldOut = new(80, Shape, 10, noise: 0.3f, seed: 2);

    [Fact]
    public void Train_OneFullBatchStepFromZero_IsClosedForm()
    {
        // From w = 0 every probability is 1/10, so w = -learningRate * mean((1/10 - onehot) x^T); there is nothing to decay yet.
        var options = new TrainingOptions
        {
            Epochs = 1, BatchSize = 200, Optimizer = Optimizer.Sgd, LearningRate = 0.5, Initializer = Initializer.Zero, WeightDecay = [1],
        };

        var trained = Train(new SoftmaxOptions(), options);

        var weight = trained.Network.Parameters.First().Values.Span;
        for (var j = 0; j < 10; j++)
        {
            for (var i = 0; i < Shape.Length; i++)
            {
                var gradient = 0.0;
                for (var image = 0; image < Images.Count; image++)
                {
                    gradient += (0.1 - (Images.Labels[image] == j ? 1 : 0)) * Images.All[image * Shape.Length + i] / Images.Count;
                }
                Assert.Equal(-0.5 * gradient, weight[j * Shape.Length + i], 1e-6);
            }
        }
    }

    [Fact]
    public void Train_OneStepWithDecay_DiffersByTwoLambdaWOverK()
    {
        // One step each; with and without decay from equal initial weights: w' = w - rate (g + 2 lambda w / k).
        const double lambda = 0.7, rate = 0.01;
        var options = new TrainingOptions { Epochs = 1, BatchSize = 200, Optimizer = Optimizer.Sgd, LearningRate = rate };
        var plain = Train(new MlpOptions { Hidden = [8] }, options).Network.Parameters.ToList();
        var decayed =
            Train(new MlpOptions { Hidden = [8] }, options with { WeightDecay = [lambda, 2 * lambda] }).Network.Parameters.ToList();
        var initial = InitialWeights(options);

        for (var layer = 0; layer < 2; layer++)
        {
            var units = layer == 0 ? 8 : 10;
            for (var i = 0; i < initial[layer].Length; i++)
            {
                var expected = -rate * 2 * lambda * (layer + 1) * initial[layer][i] / units;
                Assert.Equal(expected, decayed[2 * layer].Values.Span[i] - plain[2 * layer].Values.Span[i], 1e-7);
            }

            Assert.Equal(plain[2 * layer + 1].Values.ToArray(), decayed[2 * layer + 1].Values.ToArray());
        }
    }

    [Theory]
    [InlineData(Initializer.Xavier)]
    [InlineData(Initializer.He)]
    public void Create_LayersOfDifferentWidthsWithOneSeed_ShareNoRow(Initializer initializer)
    {
        var options = new TrainingOptions { Initializer = initializer };
        float[] Row(int units, ulong index) =>
            WeightInitializer.Create(new LinearLayer(Shape, units), options, seed: 1, index)[0][..Shape.Length];

        var (narrow, wide) = (Row(8, 0), Row(16, 0));
        var scale = wide[0] / narrow[0];

        Assert.Equal(narrow, Row(8, 0));
        Assert.NotEqual(narrow, Row(8, 1));
        Assert.True(narrow.Zip(wide).Count(pair => Math.Abs(pair.Second / pair.First - scale) < 1e-4) < Shape.Length / 10);
    }

    [Theory]
    [InlineData(HiddenActivation.Relu)]
    [InlineData(HiddenActivation.Sigmoid)]
    public void Train_StepsThatDiverge_EndsWithTheEpochAndTheLoss(HiddenActivation activation)
    {
        var options = new TrainingOptions { Epochs = 40, BatchSize = 20, Optimizer = Optimizer.Sgd, LearningRate = 30, WeightDecay = [50] };

        var error = Assert.Throws<TrainingDivergedException>(
            () => Train(new MlpOptions { Hidden = [20, 20], Activation = activation }, options));

        Assert.Equal("classifier", error.Stage);
        Assert.InRange(error.Epoch, 1, 40);
        Assert.Matches(
            @"^loss is (NaN|Infinity) in epoch \d+ of stage classifier; it must be finite: the training diverged \(learningRate is 30\)\.$",
            error.Message);
    }

    [Fact]
    public void Train_WeightsThatOverflowInTheLastStep_AreNoNetwork()
    {
        // Each step multiplies the weights by 2e8: the fifth, the last, leads from 1e32 beyond the largest number, and the loss of no batch
        // is from after it.
        var options = new TrainingOptions
        {
            Epochs = 1, BatchSize = 40, Optimizer = Optimizer.Sgd, LearningRate = 1000, WeightDecay = [1e6],
        };

        var error = Assert.Throws<TrainingDivergedException>(() => Train(new SoftmaxOptions(), options));

        Assert.Equal(1, error.Epoch);
    }

    [Fact]
    public void Train_Separable_StopsAtTrainingErrorZero()
    {
        var trained = Train(
            new MlpOptions { Hidden = [30] },
            new TrainingOptions { Epochs = 200, BatchSize = 20, LearningRate = 0.01, StopTrainError = 0 });

        Assert.Equal(StopReason.TrainingError, trained.StoppedBy);
        Assert.Equal(0, trained.TrainErrors);
        Assert.InRange(trained.Epochs, 1, 199);
        Assert.Equal(trained.Epochs, trained.Reports.Count);
    }

    [Fact]
    public void Train_LossSettles_StopsByLossChange()
    {
        var trained = Train(new SoftmaxOptions(), new TrainingOptions { Epochs = 500, Optimizer = Optimizer.Sgd, LearningRate = 0.1,
            WeightDecay = [0.1], StopLossChange = 0.01 });

        Assert.Equal(StopReason.LossChange, trained.StoppedBy);
        var losses = trained.Reports.Select(report => report.Loss).ToList();
        Assert.True(Math.Abs(losses[^1] - losses[^2]) < 0.01 * losses[^2]);
        for (var i = 1; i < losses.Count - 1; i++)
        {
            Assert.True(Math.Abs(losses[i] - losses[i - 1]) >= 0.01 * losses[i - 1]);
        }
    }

    [Fact]
    public void Train_Finished_ReportsWhatAnIndependentPassFinds()
    {
        const double lambda = 0.05;
        var trained = Train(
            new MlpOptions { Hidden = [9] },
            new TrainingOptions { Epochs = 3, BatchSize = 33, LearningRate = 0.02, WeightDecay = [lambda] });

        using var pass = trained.Network.OpenPass(Images.Count);
        var logits = new float[Images.Count * 10];
        pass.Forward(Images.All, Images.Count, logits);
        var (errors, loss) = (0, 0.0);
        for (var i = 0; i < Images.Count; i++)
        {
            var row = logits.AsSpan(i * 10, 10).ToArray();
            errors += Array.IndexOf(row, row.Max()) == Images.Labels[i] ? 0 : 1;
            loss += Math.Log(row.Sum(logit => Math.Exp(logit))) - row[Images.Labels[i]];
        }

        var decay = trained.Network.Parameters.Where(parameter => parameter.Shape.Count == 2)
            .Sum(parameter => lambda * parameter.Values.ToArray().Sum(w => (double)w * w) / parameter.Shape[0]);
        Assert.Equal(errors, trained.TrainErrors);
        Assert.Equal(loss / Images.Count + decay, trained.TrainLoss, 1e-5);
        Assert.Equal(StopReason.Epochs, trained.StoppedBy);
    }

    [Fact]
    public void Train_Epochs_AreReportedInOrder()
    {
        var told = new Recorder();
        var options = new SparseAutoencoderOptions { Hidden = 12, Pretraining = new TrainingOptions { Epochs = 2, LearningRate = 0.01 } };

        var trained = Trainer.Train(
            options, new TrainingOptions { Epochs = 3 }, 1, Images, HeldOut, ComputeThreads.Single, told, CancellationToken.None);

        Assert.Equal(told.Reports, trained.Reports);
        Assert.Equal(
            [("autoencoder", 1, 2), ("autoencoder", 2, 2), ("classifier", 1, 3), ("classifier", 2, 3), ("classifier", 3, 3)],
            told.Reports.Select(report => (report.Stage, report.Epoch, report.Epochs)));
        Assert.All(
            told.Reports,
            report => Assert.Equal(report.Stage == "classifier", report.RunningTrainError is not null && report.HeldOutError is not null));
        Assert.Equal(3, trained.Epochs);
        Assert.True(told.Reports[1].Loss < told.Reports[0].Loss);
        Assert.Equal(0.01, told.Reports[0].LearningRate);
    }

    [Fact]
    public void Train_HeldOutImages_DoNotChangeWeights()
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 64 };

        var without = Train(new MlpOptions { Hidden = [9] }, options);
        var with =
            Trainer.Train(
                new MlpOptions { Hidden = [9] }, options, 1, Images, HeldOut, ComputeThreads.Single, null, CancellationToken.None);

        Assert.Equal(Bits(without), Bits(with));
    }

    [Fact]
    public void Train_AnotherSeed_OtherWeights() =>
        Assert.NotEqual(
            Bits(Train(new MlpOptions(), new TrainingOptions { Epochs = 1 }, seed: 1)),
            Bits(Train(new MlpOptions(), new TrainingOptions { Epochs = 1 }, seed: 2)));

    public static TheoryData<TrainingOptions> EveryOptionChanged =>
    [
        Base with { Epochs = 3 },
        Base with { BatchSize = 65 },
        Base with { Optimizer = Optimizer.Sgd },
        Base with { LearningRate = 0.011 },
        Base with { Schedule = LearningRateSchedule.Cosine },
        Base with { Schedule = LearningRateSchedule.Linear },
        Base with { Schedule = LearningRateSchedule.Step, StepEpochs = 1 },
        Base with { Schedule = LearningRateSchedule.Step, StepEpochs = 1, StepFactor = 0.5 },
        Base with { WarmUpEpochs = 1 },
        Base with { Optimizer = Optimizer.Sgd, Momentum = 0.5 },
        Base with { Optimizer = Optimizer.Sgd, Momentum = 0.5, Nesterov = true },
        Base with { Beta1 = 0.8 },
        Base with { Beta2 = 0.9 },
        Base with { Epsilon = 1e-3 },
        Base with { WeightDecay = [0.1] },
        Base with { WeightDecay = [0.1, 0.2] },
        Base with { Initializer = Initializer.He },
        Base with { InitialScale = 2 },
        Base with { StopTrainError = 1 },
        Base with { StopLossChange = 1, Epochs = 3 },
    ];

    private static TrainingOptions Base => new() { Epochs = 2, BatchSize = 64, LearningRate = 0.01 };

    [Theory]
    [MemberData(nameof(EveryOptionChanged))]
    public void Train_AnyOptionChanged_OtherWeights(TrainingOptions changed)
    {
        var small = new MlpOptions { Hidden = [9] };
        var reference = changed switch
        {
            { StopLossChange: not null } => changed with { StopLossChange = null },
            { Nesterov: true } => changed with { Nesterov = false },
            { Momentum: > 0 } => changed with { Momentum = 0 },
            { StepFactor: not 0.1 } => changed with { StepFactor = 0.1 },
            { WeightDecay.Count: 2 } => changed with { WeightDecay = [0.1] },
            _ => Base,
        };

        Assert.NotEqual(Bits(Train(small, reference)), Bits(Train(small, changed)));
    }

    public static TheoryData<SparseAutoencoderOptions> EveryAutoencoderOptionChanged =>
    [
        AutoencoderBase with { Hidden = 11 },
        AutoencoderBase with { TargetActivation = 0.2 },
        AutoencoderBase with { SparsityWeight = 2 },
        AutoencoderBase with { SparsityWeight = 0 },
        AutoencoderBase with { Reconstruction = Reconstruction.Squared },
        AutoencoderBase with { Pretraining = AutoencoderBase.Pretraining with { WeightDecay = [0.1] } },
    ];

    private static SparseAutoencoderOptions AutoencoderBase => new() { Hidden = 10, Pretraining = new TrainingOptions { Epochs = 2 } };

    [Theory]
    [MemberData(nameof(EveryAutoencoderOptionChanged))]
    public void Train_AnyAutoencoderOptionChanged_OtherEncoder(SparseAutoencoderOptions changed) =>
        Assert.NotEqual(
            Bits(Train(AutoencoderBase, new TrainingOptions { Epochs = 1 }), parameters: 1),
            Bits(Train(changed, new TrainingOptions { Epochs = 1 }), parameters: 1));

    [Fact]
    public void Train_MlpOptionsChanged_OtherWeights()
    {
        var options = new MlpOptions { Hidden = [9] };
        var training = new TrainingOptions { Epochs = 1 };

        Assert.NotEqual(Bits(Train(options, training)), Bits(Train(options with { Activation = HiddenActivation.Tanh }, training)));
        Assert.NotEqual(Bits(Train(options, training)), Bits(Train(options with { Dropout = 0.1 }, training)));
    }

    [Fact]
    public void Train_Autoencoder_ClassifierLeavesEncoderAlone() =>
        Assert.Equal(
            Bits(Train(AutoencoderBase, new TrainingOptions { Epochs = 1 }), parameters: 2),
            Bits(Train(AutoencoderBase, new TrainingOptions { Epochs = 4 }), parameters: 2));

    [Fact]
    public void Train_SparsityPenalty_DrivesMeanActivationToTarget()
    {
        var options = AutoencoderBase with { TargetActivation = 0.15, SparsityWeight = 30,
            Pretraining = new TrainingOptions { Epochs = 60, BatchSize = 200, LearningRate = 0.02 } };
        var trained = Train(options, new TrainingOptions { Epochs = 1 });
        using var pass = trained.Network.OpenPass(Images.Count);
        pass.Forward(Images.All, Images.Count, new float[Images.Count * 10]);

        var y = pass.Activations(0).ToArray();

        for (var j = 0; j < 10; j++)
        {
            Assert.Equal(0.15, Enumerable.Range(0, Images.Count).Average(i => y[i * 10 + j]), 0.03);
        }
    }

    [Fact]
    public void Train_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => Trainer.Train(new SoftmaxOptions(), new TrainingOptions(), 1, Images, null, ComputeThreads.Single, null, cancel.Token));
    }

    [Fact]
    public void Check_SeveralMistakes_ReportsAll()
    {
        var training = new TrainingOptions { Momentum = 0.9, Schedule = LearningRateSchedule.Step, WarmUpEpochs = 20 };

        Assert.Equal(
            [
                "stepEpochs is 0; it must be at least 1 with schedule step.",
                "warmUpEpochs is 20; it must be below epochs, 20.",
                "momentum is set; it must be left out where optimizer is adam, which does not read it.",
            ],
            Trainer.Check(new MlpOptions(), training, Shape, 10));
    }

    [Fact]
    public void Check_OptionsThatDoNotFitTheNetwork_ReportsAll()
    {
        var training = new TrainingOptions { WeightDecay = [1, 2], Initializer = Initializer.Zero };
        var autoencoder = new SparseAutoencoderOptions { Pretraining = new TrainingOptions { StopTrainError = 0 } };

        Assert.Equal(
            [
                "weightDecay has 2 values; it must have none, one, or one for each of the 3 layers with weights in stage classifier.",
                "initializer is zero; it must be another one in stage classifier, which has 3 layers with weights.",
            ],
            Trainer.Check(new MlpOptions(), training, Shape, 10));
        Assert.Equal(
            ["stopTrainError is 0; it must be left out in stage autoencoder, which has no labels."],
            Trainer.Check(autoencoder, new TrainingOptions(), Shape, 10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_AfterFirst_AllocatesNothing(bool autoencoder)
    {
        var graph = Graph.Chain(
            new LinearLayer(Shape, 20, Activation.Sigmoid),
            autoencoder ? new LinearLayer(TensorShape.Flat(20), Shape.Length, Activation.Sigmoid) : new LinearLayer(
                TensorShape.Flat(20), 10));
        var options = new TrainingOptions { WeightDecay = [1e-5] };
        using var stage = new CpuStage(
            new StagePlan
            {
                Name = "test",
                Options = options,
                Seed = 1,
                Images = Images,
                Graph = graph,
                Values = WeightInitializer.Create(graph, options, 1),
                Loss = autoencoder ? new ReconstructionLoss(Reconstruction.CrossEntropy, Shape.Length) : new CrossEntropyLoss(10),
                Sparsity = autoencoder ? new SparsityPenalty(0.1, 1) : null,
            },
            ComputeThreads.Single);
        int[] batch = [.. Enumerable.Range(0, 128)];
        for (var i = 0; i < 40; i++)
        {
            stage.Step(batch);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        stage.Step(batch);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Step_ConvOnTwoThreads_AllocatesNothingOnAnyThread()
    {
        var start =
            new ProcessStartInfo("dotnet", [typeof(StepAllocation).Assembly.Location, "step-allocation"]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        Assert.Equal("0", output.Trim());
    }

    private static TrainedNetwork Train(ArchitectureOptions architecture, TrainingOptions training, ulong seed = 1) =>
        Trainer.Train(architecture, training, seed, Images, heldOut: null, ComputeThreads.Single, progress: null, CancellationToken.None);

    private static float[] Bits(TrainedNetwork trained, int parameters = int.MaxValue) =>
        [.. trained.Network.Parameters.Take(parameters).SelectMany(parameter => parameter.Values.ToArray())];

    private static float[][] InitialWeights(TrainingOptions options) =>
    [
        WeightInitializer.Create(new LinearLayer(Shape, 8, Activation.Sigmoid), options, seed: 1, index: 0)[0],
        WeightInitializer.Create(new LinearLayer(TensorShape.Flat(8), 10), options, seed: 1, index: 1)[0],
    ];

    private sealed class Recorder : IProgress<EpochReport>
    {
        public List<EpochReport> Reports { get; } = [];

        public void Report(EpochReport value) => Reports.Add(value);
    }
}
