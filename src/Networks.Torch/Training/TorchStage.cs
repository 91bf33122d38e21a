using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>A stage on a torch device. The parameters and the optimiser's state live as long as it does; a step's tensors end with the
/// step.</summary>
internal sealed class TorchStage : TrainingStage
{
    private readonly TorchGraph _graph;
    private readonly Tensor[][] _parameters;
    private readonly Tensor[] _trained;
    private readonly TorchUpdater[] _updaters;
    private readonly double[] _lambdas;
    private readonly TorchObjective _objective;
    private readonly TrainingBatch _batch;
    private readonly Device _device;
    private readonly float[] _x;
    private readonly int[] _labels;

    public TorchStage(StagePlan plan, Device device)
        : base(plan)
    {
        _device = device;
        _lambdas = plan.Lambdas();
        _objective = TorchObjective.Of(plan);
        _graph = new TorchGraph(plan.Graph);
        _parameters = TorchGraph.Upload(plan.Graph, plan.Values, device, trained: true);
        var trained = plan.Graph.Parameters.Where(parameter => parameter.Shape.IsTrained).ToList();
        _trained = [.. trained.Select(parameter => _parameters[parameter.Node][parameter.Block])];
        _updaters = [.. trained.Select((parameter, i) => new TorchUpdater(
            plan.Options, _trained[i], parameter.Shape.IsWeight ? 2 * _lambdas[parameter.Node] / parameter.Shape.Units : 0))];
        _batch = new TrainingBatch { Seed = plan.Seed, ImageCount = plan.Images.Count };
        _x = new float[checked(Capacity * plan.Images.Shape.Length)];
        _labels = new int[Capacity];
    }

    public override double Decay()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var decay = 0.0;
        foreach (var (node, block, _, shape) in Plan.Graph.Parameters)
        {
            if (_lambdas[node] > 0 && shape.IsWeight)
            {
                decay += _lambdas[node] * _parameters[node][block].to(ScalarType.Float64).square().sum().cpu().item<double>() / shape.Units;
            }
        }

        return decay;
    }

    public override void Store()
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            for (var p = 0; p < _parameters[i].Length; p++)
            {
                HostMemory.Download(_parameters[i][p], Plan.Values[i][p]);
            }
        }
    }

    public override void Dispose()
    {
        foreach (var updater in _updaters)
        {
            updater.Dispose();
        }
        foreach (var parameter in _parameters.SelectMany(blocks => blocks))
        {
            parameter.Dispose();
        }
        base.Dispose();
    }

    protected override BatchLoss Step(ReadOnlyMemory<int> images, int epoch, double learningRate)
    {
        (_batch.Images, _batch.Epoch) = (images, epoch);
        using var scope = NewDisposeScope();
        var loss = Forward(Plan.Images, images.Span, _batch);
        var gradients = autograd.grad([loss.Objective], _trained, null, false, false, true);
        using (no_grad())
        {
            for (var i = 0; i < _updaters.Length; i++)
            {
                _updaters[i].Step(gradients[i], learningRate);
            }
        }

        return loss.Read();
    }

    protected override BatchLoss Evaluate(IImageSource images, ReadOnlySpan<int> indices)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        return Forward(images, indices, batch: null).Read();
    }

    private TorchLoss Forward(IImageSource images, ReadOnlySpan<int> indices, TrainingBatch? batch)
    {
        var n = indices.Length;
        var values = _x.AsSpan(0, n * images.Shape.Length);
        images.CopyImages(indices, values);
        if (Plan.Loss.HasLabels)
        {
            images.CopyLabels(indices, _labels.AsSpan(0, n));
        }
        var x = HostMemory.Upload(values, [n, images.Shape.Length], _device);
        var labels = HostMemory.Upload(_labels.AsSpan(0, n), _device);
        return _objective.Evaluate(x, labels, _graph.Forward(x, _parameters, batch), isStep: batch is not null);
    }
}
