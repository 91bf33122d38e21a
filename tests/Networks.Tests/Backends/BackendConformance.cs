using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>What every backend must do: compute what the CPU backend computes, to rounding. Derived once per backend.</summary>
public abstract class BackendConformance
{
    /// <summary>Of the largest value of a result: some times the rounding of a single-precision sum in another order.</summary>
    private const double Tolerance = 1e-5;

    private static readonly TestImages Images = new(67, new TensorShape(1, 7, 7), 10, noise: 0.4f);

    /// <summary>Made anew for each test.</summary>
    protected abstract IComputeBackend Backend { get; }

    /// <summary>The backend's stages of training.</summary>
    private protected abstract IStageBackend Stages { get; }

    /// <summary>A network on the backend.</summary>
    private protected abstract IClassifier Create(Graph graph, float[][][] values);

    public static TheoryData<ArchitectureOptions> Architectures => TestNetworks.Architectures;

    public static TheoryData<string, TrainingOptions> Trainings => new()
    {
        { "sgd", new TrainingOptions { Optimizer = Optimizer.Sgd, LearningRate = 0.1, Epochs = 3, BatchSize = 20, WeightDecay = [1e-3] } },
        { "momentum", new TrainingOptions { Optimizer = Optimizer.Sgd, Momentum = 0.9, LearningRate = 0.02, Epochs = 3,
            Schedule = LearningRateSchedule.Cosine } },
        { "nesterov", new TrainingOptions { Optimizer = Optimizer.Sgd, Momentum = 0.9, Nesterov = true, LearningRate = 0.02, Epochs = 3,
            WarmUpEpochs = 1 } },
        { "adam", new TrainingOptions { Epochs = 3, BatchSize = 16, Schedule = LearningRateSchedule.Step, StepEpochs = 1, StepFactor = 0.5,
            WeightDecay = [1e-2, 1e-3] } },
    };

    [BackendTheory]
    [MemberData(nameof(Architectures))]
    public void ForwardAndGradient_AnyBatch_AreThoseOfTheCpu(ArchitectureOptions architecture)
    {
        var reference = TestNetworks.Make(architecture, Images.Shape);
        var model = Load(reference, architecture);
        Assert.Equal(reference.Layers, model.Layers);
        Assert.Equal(reference.ClassCount, model.ClassCount);

        foreach (var n in new[] { 1, 33, 67 })
        {
            AssertSame(reference, model, Images.All[..(n * reference.InputShape.Length)], n);
        }
    }

    [BackendTheory]
    [MemberData(nameof(Architectures))]
    public void Activations_OfEveryLayer_AreThoseOfTheCpu(ArchitectureOptions architecture)
    {
        var reference = TestNetworks.Make(architecture, Images.Shape);
        using var expected = reference.OpenPass(Images.Count);
        using var pass = Load(reference, architecture).OpenPass(Images.Count);
        expected.Forward(Images.All, Images.Count, new float[Images.Count * 10]);
        pass.Forward(Images.All, Images.Count, new float[Images.Count * 10]);

        for (var layer = 0; layer < reference.Layers.Count; layer++)
        {
            AssertClose(expected.Activations(layer), pass.Activations(layer), $"layer {layer}");
        }

        // What an earlier forward call left is not returned again.
        pass.Forward(Images.All[^reference.InputShape.Length..], 1, new float[10]);
        expected.Forward(Images.All[^reference.InputShape.Length..], 1, new float[10]);
        AssertClose(expected.Activations(0), pass.Activations(0), "layer 0 again");
    }

    [BackendTheory]
    [MemberData(nameof(Architectures))]
    public void Suffix_FromEveryLayer_IsThatOfTheCpu(ArchitectureOptions architecture)
    {
        const int n = 5;
        var reference = TestNetworks.Make(architecture, Images.Shape);
        var model = Load(reference, architecture);
        using var whole = reference.OpenPass(n);
        whole.Forward(Images.All[..(n * reference.InputShape.Length)], n, new float[n * 10]);

        for (var layer = 1; layer < reference.Layers.Count; layer++)
        {
            var suffix = model.Suffix(layer);
            Assert.Equal(reference.Layers[layer - 1].OutputShape, suffix.InputShape);
            Assert.Equal(reference.Layers.Skip(layer), suffix.Layers);
            AssertSame(reference.Suffix(layer), suffix, whole.Activations(layer - 1), n);
        }
    }

    [BackendFact]
    public void SkipNetwork_EveryValueAndSuffix_IsThatOfTheCpu()
    {
        const int n = 9;
        var images = new TestImages(n, SkipNetwork.Image, 10, noise: 0.4f);
        var reference = SkipNetwork.Make(ComputeThreads.Single);
        var model = Create(SkipNetwork.Graph, TestNetworks.Values(SkipNetwork.Graph));
        AssertSame(reference, model, images.All, n);
        using var expected = reference.OpenPass(n);
        using var pass = model.OpenPass(n);
        expected.Forward(images.All, n, new float[n * 10]);
        pass.Forward(images.All, n, new float[n * 10]);

        for (var layer = 0; layer < reference.Layers.Count; layer++)
        {
            Assert.Equal(reference.Inputs(layer), model.Inputs(layer));
            AssertClose(expected.Activations(layer), pass.Activations(layer), $"layer {layer}");
        }

        foreach (var cut in SkipNetwork.Cuts)
        {
            AssertSame(reference.Suffix(cut + 1), model.Suffix(cut + 1), expected.Activations(cut), n);
        }

        Assert.StartsWith("layer is 3, and ", Assert.Throws<ArgumentException>(() => model.Suffix(3)).Message, StringComparison.Ordinal);
    }

    [BackendFact]
    public void Train_SkipNetwork_ReachesTheErrorOfTheCpu()
    {
        var images = new TestImages(67, SkipNetwork.Image, 10, noise: 0.4f);
        var training = new TrainingOptions { Epochs = 3, BatchSize = 16, WeightDecay = [1e-3] };
        TrainedNetwork Train(IStageBackend stages) => Trainer.Train(
            new NetworkPlan { Graph = SkipNetwork.Graph, Description = "a network with skips" }, architecture: null, training, [], seed: 4,
            images, heldOut: images, ComputeThreads.Single, stages, progress: null, CancellationToken.None);

        AssertSameTraining(Train(new CpuStages(ComputeThreads.Single)), Train(Stages));
    }

    [BackendTheory]
    [MemberData(nameof(Architectures))]
    public void Train_AnyArchitecture_ReachesTheErrorOfTheCpu(ArchitectureOptions architecture) =>
        AssertSameTraining(architecture, new TrainingOptions { Epochs = 3, BatchSize = 16, WeightDecay = [1e-4] });

    [BackendTheory]
    [MemberData(nameof(Trainings))]
    public void Train_AnyOptimizer_ReachesTheErrorOfTheCpu(string name, TrainingOptions training)
    {
        Assert.NotEmpty(name);
        AssertSameTraining(new MlpOptions { Hidden = [12] }, training);
    }

    [BackendTheory]
    [InlineData(Reconstruction.Squared)]
    [InlineData(Reconstruction.CrossEntropy)]
    public void Train_SparseAutoencoder_ReachesTheLossesOfTheCpu(Reconstruction reconstruction) => AssertSameTraining(
        new SparseAutoencoderOptions
        {
            Hidden = 15,
            Reconstruction = reconstruction,
            Pretraining = new TrainingOptions { Epochs = 4, BatchSize = 16, LearningRate = 0.01, WeightDecay = [1e-3, 1e-2] },
        },
        new TrainingOptions { Epochs = 2 });

    [BackendFact]
    public void Train_StopRule_EndsInTheEpochOfTheCpu()
    {
        var training = new TrainingOptions { Epochs = 60, LearningRate = 0.02, BatchSize = 16, StopTrainError = 0.1 };
        var expected = Train(new CpuBackend(ComputeThreads.Single), new SoftmaxOptions(), training);

        var trained = Train(Backend, new SoftmaxOptions(), training);

        Assert.Equal(StopReason.TrainingError, expected.StoppedBy);
        Assert.Equal((expected.StoppedBy, expected.Epochs), (trained.StoppedBy, trained.Epochs));
    }

    [BackendTheory]
    [MemberData(nameof(Architectures))]
    public void Train_ThenLoadAnywhere_SameNetwork(ArchitectureOptions architecture)
    {
        var trained = Train(Backend, architecture, new TrainingOptions { Epochs = 1 });
        using var file = new MemoryStream();
        trained.Network.Save(file);

        AssertSame(trained.Network, Load(trained.Network, architecture), Images.All, Images.Count);
        file.Position = 0;
        var again = new CpuBackend(ComputeThreads.Single).Load(architecture, Images.Shape, 10, file);
        Assert.Equal(trained.Network.Parameters.SelectMany(p => p.Values.ToArray()), again.Parameters.SelectMany(p => p.Values.ToArray()));
    }

    [BackendFact]
    public void Train_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => Backend.Train(new SoftmaxOptions(), new TrainingOptions(), [], 1, Images, null, null, cancelled.Token));
    }

    [BackendFact]
    public void Load_OtherArchitecture_Throws()
    {
        using var file = new MemoryStream();
        TestNetworks.Make(new SoftmaxOptions(), Images.Shape).Save(file);
        file.Position = 0;

        Assert.Throws<InvalidDataException>(() => Backend.Load(new MlpOptions(), Images.Shape, 10, file));
    }

    [BackendFact]
    public void Pass_WrongArguments_Throws()
    {
        var model = Load(TestNetworks.Make(new SoftmaxOptions(), Images.Shape), new SoftmaxOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => model.OpenPass(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Suffix(1));
        using var pass = model.OpenPass(2);

        Assert.Throws<InvalidOperationException>(() => pass.InputGradient(new float[10], new float[49]));
        Assert.Throws<InvalidOperationException>(() => pass.Activations(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Forward(new float[3 * 49], 3, new float[30]));
        var error = Assert.Throws<ArgumentException>(() => pass.Forward(new float[97], 2, new float[20]));
        Assert.Equal("x has 97 values; it must have at least 2 x 49. (Parameter 'x')", error.Message);
    }

    /// <summary>The same weights on the backend under test.</summary>
    private protected IClassifier Load(Network network, ArchitectureOptions architecture)
    {
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        return Backend.Load(architecture, network.InputShape, network.ClassCount, file);
    }

    private static TrainedNetwork Train(IComputeBackend backend, ArchitectureOptions architecture, TrainingOptions training) =>
        backend.Train(architecture, training, pools: [], seed: 4, Images, heldOut: Images, progress: null, CancellationToken.None);

    private void AssertSameTraining(ArchitectureOptions architecture, TrainingOptions training) =>
        AssertSameTraining(Train(new CpuBackend(ComputeThreads.Single), architecture, training), Train(Backend, architecture, training));

    private static void AssertSameTraining(TrainedNetwork expected, TrainedNetwork trained)
    {
        // Rounding grows with every step; a wrong gradient, mask or rate is off by far more.
        Assert.Equal(expected.Reports.Count, trained.Reports.Count);
        foreach (var (report, other) in expected.Reports.Zip(trained.Reports))
        {
            Assert.Equal((report.Stage, report.Epoch, report.LearningRate), (other.Stage, other.Epoch, other.LearningRate));
            Assert.Equal(report.Loss, other.Loss, 1e-3 * report.Loss);
        }

        Assert.InRange(trained.TrainErrors, expected.TrainErrors - 1, expected.TrainErrors + 1);
        Assert.Equal(expected.TrainLoss, trained.TrainLoss, 1e-3 * expected.TrainLoss);
        foreach (var (parameter, other) in expected.Network.Parameters.Zip(trained.Network.Parameters))
        {
            AssertClose(parameter.Values.Span, other.Values.Span, parameter.Name, 1e-2);
        }
    }

    private static void AssertSame(IClassifier expected, IClassifier actual, ReadOnlySpan<float> x, int n)
    {
        var (logits, gradient) = Run(expected, x, n);
        var (otherLogits, otherGradient) = Run(actual, x, n);
        AssertClose(logits, otherLogits, $"logits of {n}");
        AssertClose(gradient, otherGradient, $"gradients of {n}");
    }

    private static (float[] Logits, float[] Gradient) Run(IClassifier classifier, ReadOnlySpan<float> x, int n)
    {
        using var pass = classifier.OpenPass(n);
        var logits = new float[n * classifier.ClassCount];
        pass.Forward(x, n, logits);
        var gradient = new float[n * classifier.InputShape.Length];
        pass.InputGradient(new float[logits.Length], gradient);
        Assert.All(gradient, value => Assert.Equal(0, value));
        pass.InputGradient(logits, gradient);
        return (logits, gradient);
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, double tolerance = Tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0f;
        foreach (var value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * largest,
                $"{what}, value {i}: {actual[i]} instead of {expected[i]}, the largest {largest}");
        }
    }
}
