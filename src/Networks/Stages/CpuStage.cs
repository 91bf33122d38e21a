using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Training on the CPU backend.</summary>
/// <param name="threads">The threads to use.</param>
internal sealed class CpuStages(ComputeThreads threads) : IStageBackend
{
    public IImageSource Features(IImageSource images, Graph graph, IReadOnlyList<float[][]> values) =>
        new FeatureSource(images, new GraphFeatures(graph, graph.Bind(values, gradients: null), threads));

    public TrainingStage Open(StagePlan plan) => new CpuStage(plan, threads);
}

/// <summary>A stage on the CPU backend. Everything that a step needs is allocated here; a step without pools allocates nothing.</summary>
internal sealed class CpuStage : TrainingStage
{
    private readonly Objective _objective;
    private readonly HiddenPenalty? _penalty;
    private readonly double[] _lambdas;
    private readonly GraphPass _pass;
    private readonly ParameterUpdater[] _updaters;
    private readonly TrainingBatch _batch;
    private readonly ExamplePool[] _pools;
    private readonly float[] _x;
    private readonly int[] _labels;
    private long _step;

    public CpuStage(StagePlan plan, ComputeThreads threads)
        : base(plan)
    {
        var (graph, values) = (plan.Graph, plan.Values);
        _lambdas = plan.Lambdas();
        _objective = plan.Loss.Open(Capacity);
        _penalty = plan.Sparsity?.Open(plan.SparseLayer, graph.Nodes[plan.SparseLayer].Layer.OutputShape, Capacity, threads);
        float[][][] gradients =
            [.. graph.Nodes.Select(node => node.Layer.Parameters.Select(shape => new float[shape.IsTrained ? shape.Length : 0]).ToArray())];
        _pass = new GraphPass(graph, graph.Bind(values, gradients), Capacity, threads);
        _updaters = [.. graph.Parameters.Where(parameter => parameter.Shape.IsTrained).Select(parameter => new ParameterUpdater(
            plan.Options,
            values[parameter.Node][parameter.Block],
            gradients[parameter.Node][parameter.Block],
            parameter.Shape.IsWeight ? 2 * _lambdas[parameter.Node] / parameter.Shape.Units : 0,
            threads))];
        _batch = new TrainingBatch { Seed = plan.Seed, ImageCount = plan.Images.Count };
        _x = new float[checked(Capacity * plan.Images.Shape.Length)];
        _labels = new int[Capacity];
        var network = new StageLayers(graph, [.. values], gradients);
        _pools = [.. plan.Pools.Select(
            (own, i) => new ExamplePool(own.Pool, new PoolNumbers(plan.Seed, i), own.Layer, plan.Images, network, threads))];
    }

    public override double Decay()
    {
        var decay = 0.0;
        foreach (var (node, block, _, shape) in Plan.Graph.Parameters)
        {
            if (_lambdas[node] > 0 && shape.IsWeight)
            {
                decay += _lambdas[node] * Reduction.SumOfSquares(Plan.Values[node][block]) / shape.Units;
            }
        }

        return decay;
    }

    /// <summary>The values were changed in place.</summary>
    public override void Store()
    {
    }

    protected override BatchLoss Step(ReadOnlyMemory<int> images, int epoch, double learningRate)
    {
        var n = images.Length;
        (_batch.Images, _batch.Epoch) = (images, epoch);
        var sums = Forward(Plan.Images, images.Span, _batch);
        _pass.Backward(_x.AsSpan(0, n * Plan.Images.Shape.Length), n, inputGradient: default, _penalty);
        if (_penalty is not null)
        {
            sums = sums with { Loss = sums.Loss + n * _penalty.Loss };
        }
        if (_pools.Length > 0)
        {
            _pools[_step++ % _pools.Length].AddGradients();
        }
        foreach (var updater in _updaters)
        {
            updater.Step(learningRate);
        }
        return sums;
    }

    protected override BatchLoss Evaluate(IImageSource images, ReadOnlySpan<int> indices) => Forward(images, indices, batch: null);

    private BatchLoss Forward(IImageSource images, ReadOnlySpan<int> indices, TrainingBatch? batch)
    {
        var n = indices.Length;
        var x = _x.AsSpan(0, n * images.Shape.Length);
        images.CopyImages(indices, x);
        if (_objective.HasLabels)
        {
            images.CopyLabels(indices, _labels.AsSpan(0, n));
        }
        _pass.Forward(x, n, batch);
        var last = _pass.Last;
        return _objective.Evaluate(x, _labels.AsSpan(0, n), _pass.Output(last, n), n, _pass.Gradient(last, n));
    }
}
