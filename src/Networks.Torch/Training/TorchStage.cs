using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>A stage on a torch device. The parameters and the optimiser's state live as long as it does; a step's tensors end with the step.</summary>
internal sealed class TorchStage : TrainingStage
{
    private readonly TorchStack _stack;
    private readonly Tensor[][] _parameters;
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
        _stack = new TorchStack(plan.Layers);
        _parameters = TorchStack.Upload(plan.Layers, plan.Values, device, trained: true);
        _updaters = [.. plan.Layers.SelectMany((layer, i) => layer.Parameters.Select((shape, p) => new TorchUpdater(
            plan.Options, _parameters[i][p], shape.IsWeight ? 2 * _lambdas[i] / shape.Units : 0)))];
        _batch = new TrainingBatch { Seed = plan.Seed, ImageCount = plan.Images.Count };
        _x = new float[checked(Capacity * plan.Images.Shape.Length)];
        _labels = new int[Capacity];
    }

    public override double Decay()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var decay = 0.0;
        for (var i = 0; i < Plan.Layers.Count; i++)
        {
            for (var p = 0; p < _parameters[i].Length && _lambdas[i] > 0; p++)
            {
                if (Plan.Layers[i].Parameters[p] is { IsWeight: true } shape)
                    decay += _lambdas[i] * _parameters[i][p].to(ScalarType.Float64).square().sum().cpu().item<double>() / shape.Units;
            }
        }

        return decay;
    }

    public override void Store()
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            for (var p = 0; p < _parameters[i].Length; p++)
                HostMemory.Download(_parameters[i][p], Plan.Values[i][p]);
        }
    }

    public override void Dispose()
    {
        foreach (var updater in _updaters)
            updater.Dispose();
        foreach (var parameter in _parameters.SelectMany(blocks => blocks))
            parameter.Dispose();
        base.Dispose();
    }

    protected override BatchLoss Step(ReadOnlyMemory<int> images, int epoch, double learningRate)
    {
        (_batch.Images, _batch.Epoch) = (images, epoch);
        using var scope = NewDisposeScope();
        var loss = Forward(Plan.Images, images.Span, _batch);
        var trained = _parameters.SelectMany(blocks => blocks).ToList();
        var gradients = autograd.grad([loss.Objective], trained, null, false, false, true);
        using (no_grad())
        {
            for (var i = 0; i < _updaters.Length; i++)
                _updaters[i].Step(gradients[i], learningRate);
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
            images.CopyLabels(indices, _labels.AsSpan(0, n));
        var x = HostMemory.Upload(values, [n, images.Shape.Length], _device);
        var labels = HostMemory.Upload(_labels.AsSpan(0, n), _device);
        return _objective.Evaluate(x, labels, _stack.Forward(x, _parameters, batch), isStep: batch is not null);
    }
}
