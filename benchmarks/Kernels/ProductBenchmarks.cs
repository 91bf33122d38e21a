using BenchmarkDotNet.Attributes;
using Experiments.Numerics;

namespace Experiments.Kernels;

/// <summary>A matrix product by its name in a network.</summary>
public sealed record ProductCase(string Name, MatrixLayout Layout, int M, int N, int K, bool IsPacked) : IFlops
{
    public double Flops => 2.0 * M * N * K;

    public override string ToString() => Name;
}

/// <summary>Matrix products of the sizes that networks here have, B packed anew in each call or once beforehand.</summary>
public class ProductBenchmarks : IDisposable
{
    private ComputeThreads _threads = ComputeThreads.Single;
    private PackedMatrix _packed = PackedMatrix.Pack([], 0, 0, false);
    private float[] _a = [];
    private float[] _b = [];
    private float[] _c = [];

    public static IEnumerable<ProductCase> Cases =>
    [
        new("1024^3", MatrixLayout.Plain, 1024, 1024, 1024, false),
        new("1024^3 A B^T", MatrixLayout.TransposedB, 1024, 1024, 1024, false),
        new("1024^3 A^T B", MatrixLayout.TransposedA, 1024, 1024, 1024, false),
        new("forward 256x784 by 784x100", MatrixLayout.TransposedB, 256, 100, 784, false),
        new("forward, packed", MatrixLayout.TransposedB, 256, 100, 784, true),
        new("dW 100x256 by 256x784", MatrixLayout.TransposedA, 100, 784, 256, false),
        new("dX 256x100 by 100x784", MatrixLayout.Plain, 256, 784, 100, false),
        new("dX, packed", MatrixLayout.Plain, 256, 784, 100, true),
        new("128x784 by 784x400, packed", MatrixLayout.TransposedB, 128, 400, 784, true),
        new("64x200 by 200x200, packed", MatrixLayout.TransposedB, 64, 200, 200, true),
        new("256x123 by 123x456, packed", MatrixLayout.TransposedB, 256, 456, 123, true),
        new("256x100 by 100x10, packed", MatrixLayout.TransposedB, 256, 10, 100, true),
    ];

    [ParamsSource(nameof(Cases))]
    public ProductCase Case { get; set; } = Cases.First();

    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    [GlobalSetup]
    public void Prepare()
    {
        _threads = new ComputeThreads(Threads);
        (_a, _b, _c) = (Data.Uniform(Case.M * Case.K), Data.Uniform(Case.K * Case.N), new float[Case.M * Case.N]);
        _packed = PackedMatrix.Pack(_b, Case.K, Case.N, Case.Layout == MatrixLayout.TransposedB);
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
    public void Product()
    {
        if (Case.IsPacked)
        {
            _packed.LeftMultiply(Case.M, _a, _c, false, Epilogue.None, _threads);
        }
        else
        {
            MatrixProduct.Multiply(Case.Layout, Case.M, Case.N, Case.K, _a, _b, _c, false, Epilogue.None, _threads);
        }
    }
}
