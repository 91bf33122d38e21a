using Experiments.Numerics;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>One parameter block with the state of its optimiser; the same formulas as <see cref="ParameterUpdate"/>.</summary>
internal sealed class TorchUpdater : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly Tensor _values;
    private readonly double _decay;
    private readonly Tensor? _first;
    private readonly Tensor? _second;
    private long _step;

    /// <param name="options">The optimiser and its constants.</param>
    /// <param name="values">The block, changed by every step.</param>
    /// <param name="decay">Factor of the values in the gradient: 2 lambda / k for weights, 0 for biases.</param>
    public TorchUpdater(TrainingOptions options, Tensor values, double decay)
    {
        (_options, _values, _decay) = (options, values, decay);
        using var scope = NewDisposeScope();
        if (options.Optimizer == Optimizer.Adam || options.Momentum > 0)
        {
            _first = zeros_like(values, requires_grad: false).DetachFromDisposeScope();
        }
        if (options.Optimizer == Optimizer.Adam)
        {
            _second = zeros_like(values, requires_grad: false).DetachFromDisposeScope();
        }
    }

    /// <summary>One step, without recording it for gradients.</summary>
    /// <param name="gradient">d(mean loss)/d(values), without decay; null where the loss does not depend on the block.</param>
    /// <param name="learningRate">The step size.</param>
    public void Step(Tensor? gradient, double learningRate)
    {
        _step++;
        using var scope = NewDisposeScope();
        var g = gradient ?? zeros_like(_values, requires_grad: false);
        if (_decay > 0)
        {
            g = g.add(_values.mul(_decay));
        }
        if (_options.Optimizer == Optimizer.Adam)
        {
            Adam(g, new AdamStep(_step, learningRate, _options.Beta1, _options.Beta2, _options.Epsilon));
        }
        else if (_options.Momentum > 0)
        {
            Momentum(g, learningRate);
        }
        else
        {
            _values.sub_(g.mul(learningRate));
        }
    }

    public void Dispose()
    {
        _first?.Dispose();
        _second?.Dispose();
    }

    private void Adam(Tensor g, AdamStep step)
    {
        _first!.mul_(step.Beta1).add_(g.mul(step.Rest1));
        _second!.mul_(step.Beta2).add_(g.square().mul(step.Rest2));
        _values.sub_(_first.mul(step.Rate).div(_second.sqrt().mul(step.Root).add(step.Epsilon)));
    }

    private void Momentum(Tensor g, double learningRate)
    {
        _first!.mul_(_options.Momentum).add_(g);
        _values.sub_((_options.Nesterov ? g.add(_first.mul(_options.Momentum)) : _first).mul(learningRate));
    }
}
