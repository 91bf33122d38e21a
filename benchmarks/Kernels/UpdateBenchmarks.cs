using BenchmarkDotNet.Attributes;
using Experiments.Numerics;

namespace Experiments.Kernels;

/// <summary>Optimiser steps over one parameter block.</summary>
public class UpdateBenchmarks : IDisposable
{
    private ComputeThreads _threads = ComputeThreads.Single;
    private float[] _values = [];
    private float[] _gradients = [];
    private float[] _first = [];
    private float[] _second = [];

    [Params(78_400, 1_000_000)]
    public int Parameters { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    [GlobalSetup]
    public void Prepare()
    {
        _threads = new ComputeThreads(Threads);
        (_values, _gradients) = (Data.Uniform(Parameters), Data.Uniform(Parameters));
        (_first, _second) = (new float[Parameters], new float[Parameters]);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _threads.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Sgd() => ParameterUpdate.Sgd(_values, _gradients, 1e-6f, 1e-4f, _threads);

    [Benchmark]
    public void Momentum() => ParameterUpdate.Momentum(_values, _gradients, _first, 1e-6f, 0.9f, false, 1e-4f, _threads);

    [Benchmark]
    public void Adam() =>
        ParameterUpdate.Adam(_values, _gradients, _first, _second, new AdamStep(10, 1e-6, 0.9, 0.999, 1e-8), 1e-4f, _threads);
}
