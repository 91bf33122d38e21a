using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>Holds a stack's gradients against central differences of its outputs, for the loss sum(outputs * fixed random weights).</summary>
internal sealed class GradientCheck
{
    private const int Images = 3;
    private readonly Layer[] _layers;
    private readonly float[][][] _values;
    private readonly float[][][] _gradients;
    private readonly LayerStack _stack;
    private readonly float[] _x;
    private readonly float[] _weights;

    public GradientCheck(params Layer[] layers)
    {
        _layers = layers;
        var random = new CounterRandom(11, RandomPurpose.None, 0);
        float[] Gaussians(int length, float scale)
        {
            var values = new float[length];
            for (var i = 0; i < length; i++)
                values[i] = scale * random.NextGaussian();
            return values;
        }

        _values = [.. layers.Select(layer => layer.Parameters.Select(shape => Gaussians(shape.Length, 0.5f)).ToArray())];
        _gradients = [.. layers.Select(layer => layer.Parameters.Select(shape => new float[shape.Length]).ToArray())];
        _stack = new LayerStack(layers, [.. layers.Select((layer, i) => layer.Bind(_values[i], _gradients[i]))], Images, ComputePool.Single);
        _x = Gaussians(Images * layers[0].InputShape.Length, 1);
        _weights = Gaussians(Images * layers[^1].OutputShape.Length, 1);
    }

    /// <summary>Checks d(loss)/d(x) and d(loss)/d(every parameter).</summary>
    /// <param name="tolerance">Of a derivative, relative to the largest derivative of its block: differences in single precision are this rough.</param>
    public void Run(float tolerance = 2e-3f)
    {
        Loss();
        var last = _layers.Length - 1;
        var gradient = _stack.Gradient(last, Images);
        _weights.CopyTo(gradient);
        ActivationDerivative.Multiply(_layers[last].Activation, _stack.Output(last, Images), gradient);
        var inputGradient = new float[_x.Length];
        inputGradient.AsSpan().Fill(float.NaN);
        _stack.Backward(_x, Images, inputGradient);

        Compare("x", _x, inputGradient, tolerance);
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            for (var p = 0; p < _values[layer].Length; p++)
                Compare($"{layer}.{_layers[layer].Parameters[p].Name}", _values[layer][p], (float[])_gradients[layer][p].Clone(), tolerance);
        }
    }

    private void Compare(string name, float[] values, float[] gradient, float tolerance)
    {
        const float step = 4e-3f;
        var largest = Math.Max(1e-2, gradient.Max(Math.Abs));
        Assert.True(gradient.Any(value => value != 0), $"every derivative of {name} is 0");
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + step;
            var above = Loss();
            values[i] = value - step;
            var below = Loss();
            values[i] = value;
            var quotients = new Quotients(below, Loss(), above, step);
            Assert.True(quotients.Allow(gradient[i], tolerance * largest), $"{name}[{i}]: the gradient is {gradient[i]}, the difference quotients {quotients}");
        }
    }

    private double Loss()
    {
        _stack.Forward(_x, Images, batch: null);
        var output = _stack.Output(_layers.Length - 1, Images);
        var loss = 0.0;
        for (var i = 0; i < output.Length; i++)
            loss += (double)output[i] * _weights[i];
        return loss;
    }
}

/// <summary>Slopes on both sides of a point. They differ much only where a ReLU or a maximum has its kink between the two.</summary>
/// <param name="Below">The function's value a step below.</param>
/// <param name="At">At the point.</param>
/// <param name="Above">A step above.</param>
/// <param name="Step">The step.</param>
internal readonly record struct Quotients(double Below, double At, double Above, double Step)
{
    private double Left => (At - Below) / Step;

    private double Right => (Above - At) / Step;

    /// <summary>Whether a derivative is the central difference quotient or, at a kink, lies between the slopes on its sides.</summary>
    public bool Allow(double derivative, double tolerance)
        => Math.Abs((Left + Right) / 2 - derivative) <= tolerance
            || (Math.Abs(Left - Right) > 4 * tolerance && derivative >= Math.Min(Left, Right) - tolerance && derivative <= Math.Max(Left, Right) + tolerance);

    public override string ToString() => $"{Left} and {Right}";
}
