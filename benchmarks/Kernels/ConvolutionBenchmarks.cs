using BenchmarkDotNet.Attributes;
using Experiments.Numerics;

namespace Experiments.Kernels;

/// <summary>A convolution by its place in a network.</summary>
public sealed record ConvolutionCase(string Name, Convolution2DShape Shape, int Images) : IFlops
{
    public double Flops => 2.0 * Images * Shape.MultiplyAdds;

    public override string ToString() => Name;
}

/// <summary>The three passes of a convolution, each beside the peak for as many operations.</summary>
public class ConvolutionBenchmarks : IDisposable
{
    private ComputeThreads _threads = ComputeThreads.Single;
    private Convolution2D _convolution = new(Cases.First().Shape);
    private float[] _x = [];
    private float[] _y = [];
    private float[] _dx = [];
    private float[] _dy = [];
    private float[] _dw = [];
    private float[] _bias = [];
    private float[] _db = [];

    public static IEnumerable<ConvolutionCase> Cases =>
    [
        new(
            "28x28x1, 32 of 5x5",
            new() { Channels = 1, Height = 28, Width = 28, Filters = 32, KernelHeight = 5, KernelWidth = 5, PaddingY = 2, PaddingX = 2 },
            128),
        new(
            "14x14x32, 64 of 5x5",
            new() { Channels = 32, Height = 14, Width = 14, Filters = 64, KernelHeight = 5, KernelWidth = 5, PaddingY = 2, PaddingX = 2 },
            128),
        new("224x224x3, 96 of 11x11, stride 4", new() { Channels = 3, Height = 224, Width = 224, Filters = 96, KernelHeight = 11,
            KernelWidth = 11, StrideY = 4, StrideX = 4, PaddingY = 2, PaddingX = 2 }, 4),
        new("27x27x96, 256 of 5x5, 2 groups", new() { Channels = 96, Height = 27, Width = 27, Filters = 256, KernelHeight = 5,
            KernelWidth = 5, PaddingY = 2, PaddingX = 2, Groups = 2 }, 4),
        new(
            "13x13x256, 384 of 3x3",
            new() { Channels = 256, Height = 13, Width = 13, Filters = 384, KernelHeight = 3, KernelWidth = 3, PaddingY = 1, PaddingX = 1 },
            8),
    ];

    [ParamsSource(nameof(Cases))]
    public ConvolutionCase Case { get; set; } = Cases.First();

    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    [GlobalSetup]
    public void Prepare()
    {
        var (shape, n) = (Case.Shape, Case.Images);
        _threads = new ComputeThreads(Threads);
        _convolution = new Convolution2D(shape);
        _convolution.Load(Data.Uniform(shape.WeightLength), _threads);
        (_x, _dx) = (Data.Uniform(n * shape.InputLength), new float[n * shape.InputLength]);
        (_dy, _y) = (Data.Uniform(n * shape.OutputLength), new float[n * shape.OutputLength]);
        (_dw, _bias, _db) = (new float[shape.WeightLength], Data.Uniform(shape.Filters), new float[shape.Filters]);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _threads.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Peak() => FmaPeak.Run(Case.Flops, _threads);

    [Benchmark]
    public void Forward() => _convolution.Forward(Case.Images, _x, _y, Epilogue.BiasThen(_bias, Activation.Relu), _threads);

    [Benchmark]
    public void InputGradient() =>
        _convolution.InputGradient(Case.Images, _dy, _dx, Epilogue.TimesDerivative(Activation.Relu, _x), _threads);

    [Benchmark]
    public void WeightGradient() => ConvolutionWeightGradient.Compute(Case.Shape, Case.Images, _x, _dy, _dw, _db, _threads);
}
