using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>One parameter block with the state of its optimiser.</summary>
internal sealed class ParameterUpdater
{
    private readonly TrainingOptions _options;
    private readonly float[] _values;
    private readonly float[] _gradients;
    private readonly float[] _first;
    private readonly float[] _second;
    private readonly float _decay;
    private readonly ComputeThreads _threads;
    private long _step;

    /// <param name="options">The optimiser and its constants.</param>
    /// <param name="values">The block, changed by every step.</param>
    /// <param name="gradients">d(mean loss)/d(values), without decay; written by the backward call before every step.</param>
    /// <param name="decay">Factor of the values in the gradient: 2 lambda / k for weights, 0 for biases.</param>
    /// <param name="threads">The threads to use.</param>
    public ParameterUpdater(TrainingOptions options, float[] values, float[] gradients, double decay, ComputeThreads threads)
    {
        (_options, _values, _gradients, _decay, _threads) = (options, values, gradients, (float)decay, threads);
        _first = options.Optimizer == Optimizer.Adam || options.Momentum > 0 ? new float[values.Length] : [];
        _second = options.Optimizer == Optimizer.Adam ? new float[values.Length] : [];
    }

    /// <summary>One step.</summary>
    public void Step(double learningRate)
    {
        _step++;
        if (_options.Optimizer == Optimizer.Adam)
        {
            var step = new AdamStep(_step, learningRate, _options.Beta1, _options.Beta2, _options.Epsilon);
            ParameterUpdate.Adam(_values, _gradients, _first, _second, step, _decay, _threads);
        }
        else if (_options.Momentum > 0)
        {
            ParameterUpdate.Momentum(
                _values, _gradients, _first, (float)learningRate, (float)_options.Momentum, _options.Nesterov, _decay, _threads);
        }
        else
        {
            ParameterUpdate.Sgd(_values, _gradients, (float)learningRate, _decay, _threads);
        }
    }
}
