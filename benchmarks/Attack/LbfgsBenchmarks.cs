using BenchmarkDotNet.Attributes;
using Experiments.Attacks;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attack;

/// <summary>The L-BFGS attack with its default options on FC100-100-10. A search that ends after 8 gradients does a fraction of the rounds
/// and allocates the same: the rounds allocate nothing.</summary>
public class LbfgsBenchmarks : IDisposable
{
    private static readonly Lazy<byte[]> Weights = new(() =>
    {
        using var threads = new ComputeThreads(Environment.ProcessorCount);
        using var file = new MemoryStream();
        Mnist.Train(new MlpOptions(), "train", epochs: 20, threads).Save(file);
        return file.ToArray();
    });

    private ComputeThreads _threads = ComputeThreads.Single;
    private AttackInput? _input;

    [Params(1_000, 10_000)]
    public int Images { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    [GlobalSetup]
    public void Prepare()
    {
        _threads = new ComputeThreads(Threads);
        var slice = Mnist.Load($"test[0..{Images})");
        var (images, labels) = slice.Read();
        using var weights = new MemoryStream(Weights.Value);
        _input = new AttackInput
        {
            Images = images,
            Length = slice.Shape.Length,
            Labels = labels,
            Positions = Enumerable.Range(0, Images).ToArray(),
            Source = new CpuBackend(_threads).Load(new MlpOptions(), slice.Shape, slice.ClassCount, weights),
            Seed = 2013,
            Threads = _threads,
        };
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _threads.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public AdversarialBatch RandomClass() => Craft(new LbfgsOptions());

    [Benchmark]
    public AdversarialBatch Untargeted() => Craft(new LbfgsOptions { Target = TargetChoice.Untargeted });

    [Benchmark]
    public AdversarialBatch RandomClassInEightGradients() => Craft(new LbfgsOptions { MaxGradientEvaluations = 8 });

    private AdversarialBatch Craft(LbfgsOptions options) =>
        AttackRunner.Craft(new LbfgsAttack(options), _input!, progress: null, CancellationToken.None);
}
