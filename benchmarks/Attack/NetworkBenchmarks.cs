using BenchmarkDotNet.Attributes;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attack;

/// <summary>A network of the benchmarks.</summary>
public enum NetworkName
{
    /// <summary>FC100-100-10, sigmoid.</summary>
    Mlp,

    /// <summary>32 and 64 filters 5 x 5, each with the ReLU and a 2 x 2 max-pooling; 256 units with the ReLU; 10 classes.</summary>
    Conv,
}

/// <summary>Forward, cross-entropy and its gradient with respect to the input on one thread, as each lane of an attack asks for
/// them.</summary>
public class InputGradientBenchmarks
{
    private IClassifierPass? _pass;
    private float[] _x = [];
    private int[] _labels = [];
    private float[] _logits = [];
    private float[] _losses = [];
    private float[] _logitGradient = [];
    private float[] _gradient = [];

    [Params(256)]
    public int Images { get; set; }

    [Params(NetworkName.Mlp, NetworkName.Conv)]
    public NetworkName Network { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var slice = Mnist.Load($"test[0..{Images})");
        (_x, _labels) = slice.Read();
        var network = Mnist.Train(Architectures.Of(Network), "train[0..1280)", epochs: 1, ComputeThreads.Single);
        (_logits, _losses, _logitGradient) =
            (new float[Images * slice.ClassCount], new float[Images], new float[Images * slice.ClassCount]);
        _gradient = new float[_x.Length];
        _pass = network.OpenPass(Images);
    }

    [GlobalCleanup]
    public void Close() => _pass?.Dispose();

    [Benchmark]
    public void InputGradient()
    {
        _pass!.Forward(_x, Images, _logits);
        SoftmaxCrossEntropy.Evaluate(_logits, _labels, Images, _logits.Length / Images, _losses, _logitGradient);
        _pass.InputGradient(_logitGradient, _gradient);
    }
}

/// <summary>A tenth of an epoch or less in batches of 128 with Adam, the network's construction and error measurement included.</summary>
public class TrainingBenchmarks : IDisposable
{
    private ComputeThreads _threads = ComputeThreads.Single;
    private Mnist? _training;

    [Params(6_400)]
    public int Images { get; set; }

    [Params(NetworkName.Mlp, NetworkName.Conv)]
    public NetworkName Network { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    [GlobalSetup]
    public void Prepare() => (_threads, _training) = (new ComputeThreads(Threads), Mnist.Load($"train[0..{Images})"));

    [GlobalCleanup]
    public void Dispose()
    {
        _threads.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public TrainedNetwork FiftySteps() =>
        Trainer.Train(
            Architectures.Of(Network), new TrainingOptions { Epochs = 1, BatchSize = 128 }, seed: 1, _training!, heldOut: null, _threads,
            progress: null, CancellationToken.None);
}

internal static class Architectures
{
    public static ArchitectureOptions Of(NetworkName network) => network == NetworkName.Mlp ? new MlpOptions() : new ConvOptions();
}
