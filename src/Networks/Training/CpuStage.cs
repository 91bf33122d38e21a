using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Training on the CPU backend.</summary>
/// <param name="pool">The threads to use.</param>
internal sealed class CpuStages(ComputePool pool) : IStageBackend
{
    public IImageSource Features(IImageSource images, IReadOnlyList<Layer> layers, IReadOnlyList<float[][]> values)
        => new FeatureSource(images, StackFeatures.OfTrained(layers, values, pool));

    public TrainingStage Open(StagePlan plan) => new CpuStage(plan, pool);
}

/// <summary>A stage on the CPU backend. Everything that a step needs is allocated here; a step without pools allocates nothing.</summary>
internal sealed class CpuStage : TrainingStage
{
    private readonly Objective _objective;
    private readonly HiddenPenalty? _penalty;
    private readonly double[] _lambdas;
    private readonly LayerStack _stack;
    private readonly ParameterUpdater[] _updaters;
    private readonly TrainingBatch _batch;
    private readonly ExamplePool[] _pools;
    private readonly float[] _x;
    private readonly int[] _labels;
    private long _step;

    public CpuStage(StagePlan plan, ComputePool pool)
        : base(plan)
    {
        var (layers, values) = (plan.Layers, plan.Values);
        _lambdas = plan.Lambdas();
        _objective = plan.Loss.Open(Capacity);
        _penalty = plan.Sparsity?.Open(plan.SparseLayer, layers[plan.SparseLayer].OutputShape, Capacity, pool);
        float[][][] gradients = [.. layers.Select(layer => layer.Parameters.Select(shape => new float[shape.Length]).ToArray())];
        _stack = new LayerStack(layers, [.. layers.Select((layer, i) => layer.Bind(values[i], gradients[i]))], Capacity, pool);
        _updaters = [.. layers.SelectMany((layer, i) => layer.Parameters.Select((shape, p) => new ParameterUpdater(
            plan.Options, values[i][p], gradients[i][p], shape.IsWeight ? 2 * _lambdas[i] / shape.Units : 0, pool)))];
        _batch = new TrainingBatch { Seed = plan.Seed, ImageCount = plan.Images.Count };
        _x = new float[checked(Capacity * plan.Images.Shape.Length)];
        _labels = new int[Capacity];
        var network = new StageLayers([.. layers], [.. values], gradients);
        _pools = [.. plan.Pools.Select((own, i) => new ExamplePool(own.Pool, new PoolNumbers(plan.Seed, i), own.Layer, plan.Images, network, pool))];
    }

    public override double Decay()
    {
        var decay = 0.0;
        for (var i = 0; i < Plan.Layers.Count; i++)
        {
            if (_lambdas[i] == 0)
                continue;
            for (var p = 0; p < Plan.Values[i].Length; p++)
            {
                if (Plan.Layers[i].Parameters[p] is { IsWeight: true } shape)
                    decay += _lambdas[i] * Reduction.SumOfSquares(Plan.Values[i][p]) / shape.Units;
            }
        }

        return decay;
    }

    /// <summary>The values were trained in place.</summary>
    public override void Store()
    {
    }

    protected override BatchLoss Step(ReadOnlyMemory<int> images, int epoch, double learningRate)
    {
        var n = images.Length;
        (_batch.Images, _batch.Epoch) = (images, epoch);
        var sums = Forward(Plan.Images, images.Span, _batch);
        _stack.Backward(_x.AsSpan(0, n * Plan.Images.Shape.Length), n, inputGradient: default, _penalty);
        if (_penalty is not null)
            sums = sums with { Loss = sums.Loss + n * _penalty.Loss };
        if (_pools.Length > 0)
            _pools[_step++ % _pools.Length].AddGradients();
        foreach (var updater in _updaters)
            updater.Step(learningRate);
        return sums;
    }

    protected override BatchLoss Evaluate(IImageSource images, ReadOnlySpan<int> indices) => Forward(images, indices, batch: null);

    private BatchLoss Forward(IImageSource images, ReadOnlySpan<int> indices, TrainingBatch? batch)
    {
        var n = indices.Length;
        var x = _x.AsSpan(0, n * images.Shape.Length);
        images.CopyImages(indices, x);
        if (_objective.HasLabels)
            images.CopyLabels(indices, _labels.AsSpan(0, n));
        _stack.Forward(x, n, batch);
        var last = _stack.Count - 1;
        return _objective.Evaluate(x, _labels.AsSpan(0, n), _stack.Output(last, n), n, _stack.Gradient(last, n));
    }
}
