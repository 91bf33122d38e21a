using System.Numerics;

namespace Experiments.Networks;

/// <summary>
/// Applies gradients to one parameter block. Every element is updated by the same operations whatever the vector width, so the bits do not
/// depend on it.
/// </summary>
internal sealed class ParameterUpdater
{
    private readonly TrainingOptions _options;
    private readonly float[] _values;
    private readonly float[] _gradients;
    private readonly float[] _first;
    private readonly float[] _second;
    private readonly float _decay;
    private double _beta1Power = 1;
    private double _beta2Power = 1;

    /// <param name="options">The optimiser and its constants.</param>
    /// <param name="values">The block, changed by every step.</param>
    /// <param name="gradients">d(mean loss)/d(values), without decay; written by the backward call before every step.</param>
    /// <param name="decay">Factor of the values in the gradient: 2 lambda / k for weights, 0 for biases.</param>
    public ParameterUpdater(TrainingOptions options, float[] values, float[] gradients, double decay)
    {
        (_options, _values, _gradients, _decay) = (options, values, gradients, (float)decay);
        _first = options.Optimizer == Optimizer.Adam || options.Momentum > 0 ? new float[values.Length] : [];
        _second = options.Optimizer == Optimizer.Adam ? new float[values.Length] : [];
    }

    /// <summary>One step.</summary>
    public void Step(double learningRate)
    {
        if (_options.Optimizer == Optimizer.Adam)
            Adam(learningRate);
        else if (_options.Momentum > 0)
            Momentum((float)learningRate, (float)_options.Momentum, _options.Nesterov);
        else
            Plain((float)learningRate);
    }

    private void Plain(float learningRate)
    {
        Span<float> w = _values;
        ReadOnlySpan<float> g = _gradients;
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = new Vector<float>(w[i..]);
            (value - (new Vector<float>(g[i..]) + value * _decay) * learningRate).CopyTo(w[i..]);
        }

        for (; i < w.Length; i++)
            w[i] -= (g[i] + w[i] * _decay) * learningRate;
    }

    private void Momentum(float learningRate, float momentum, bool nesterov)
    {
        Span<float> w = _values;
        Span<float> v = _first;
        ReadOnlySpan<float> g = _gradients;
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = new Vector<float>(w[i..]);
            var gradient = new Vector<float>(g[i..]) + value * _decay;
            var velocity = new Vector<float>(v[i..]) * momentum + gradient;
            velocity.CopyTo(v[i..]);
            var direction = nesterov ? gradient + velocity * momentum : velocity;
            (value - direction * learningRate).CopyTo(w[i..]);
        }

        for (; i < w.Length; i++)
        {
            var gradient = g[i] + w[i] * _decay;
            v[i] = v[i] * momentum + gradient;
            w[i] -= (nesterov ? gradient + v[i] * momentum : v[i]) * learningRate;
        }
    }

    /// <summary>w -= learningRate * mHat / (sqrt(vHat) + epsilon), the bias corrections drawn out of the loop.</summary>
    private void Adam(double learningRate)
    {
        _beta1Power *= _options.Beta1;
        _beta2Power *= _options.Beta2;
        var (beta1, beta2, epsilon) = ((float)_options.Beta1, (float)_options.Beta2, (float)_options.Epsilon);
        var (rest1, rest2) = ((float)(1 - _options.Beta1), (float)(1 - _options.Beta2));
        var rate = (float)(learningRate / (1 - _beta1Power));
        var root = (float)(1 / Math.Sqrt(1 - _beta2Power));
        Span<float> w = _values;
        Span<float> m = _first;
        Span<float> v = _second;
        ReadOnlySpan<float> g = _gradients;
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = new Vector<float>(w[i..]);
            var gradient = new Vector<float>(g[i..]) + value * _decay;
            var mean = new Vector<float>(m[i..]) * beta1 + gradient * rest1;
            var square = new Vector<float>(v[i..]) * beta2 + gradient * gradient * rest2;
            mean.CopyTo(m[i..]);
            square.CopyTo(v[i..]);
            (value - mean * rate / (Vector.SquareRoot(square) * root + new Vector<float>(epsilon))).CopyTo(w[i..]);
        }

        for (; i < w.Length; i++)
        {
            var gradient = g[i] + w[i] * _decay;
            m[i] = m[i] * beta1 + gradient * rest1;
            v[i] = v[i] * beta2 + gradient * gradient * rest2;
            w[i] -= m[i] * rate / (MathF.Sqrt(v[i]) * root + epsilon);
        }
    }
}
