using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>Holds a graph's gradients against central differences of its outputs, for the loss sum(outputs * fixed random
/// weights).</summary>
internal sealed class GradientCheck
{
    private const int Images = 3;
    private readonly Graph _graph;
    private readonly float[][][] _values;
    private readonly float[][][] _gradients;
    private readonly GraphPass _pass;
    private readonly float[] _x;
    private readonly float[] _weights;

    public GradientCheck(params Layer[] layers)
        : this(Graph.Chain(layers))
    {
    }

    public GradientCheck(Graph graph)
    {
        _graph = graph;
        var random = new CounterRandom(11, RandomPurpose.None, 0);
        float[] Gaussians(int length, float scale)
        {
            var values = new float[length];
            for (var i = 0; i < length; i++)
            {
                values[i] = scale * random.NextGaussian();
            }
            return values;
        }

        _values = [.. graph.Nodes.Select(node => node.Layer.Parameters.Select(shape => Gaussians(shape.Length, 0.5f)).ToArray())];
        _gradients = [.. graph.Nodes.Select(node => node.Layer.Parameters.Select(shape => new float[shape.Length]).ToArray())];
        _pass = new GraphPass(graph, graph.Bind(_values, _gradients), Images, ComputeThreads.Single);
        _x = Gaussians(Images * graph.InputShape.Length, 1);
        _weights = Gaussians(Images * graph.OutputShape.Length, 1);
    }

    /// <summary>Checks d(loss)/d(x) and d(loss)/d(every parameter).</summary>
    /// <param name="tolerance">Of a derivative, relative to the largest derivative of its block: differences in single precision are this
    /// rough.</param>
    public void Run(float tolerance = 2e-3f)
    {
        Loss();
        var last = _pass.Last;
        var gradient = _pass.Gradient(last, Images);
        _weights.CopyTo(gradient);
        Elementwise.MultiplyByDerivative(_graph.Nodes[last].Layer.Activation, _pass.Output(last, Images), gradient);
        var inputGradient = new float[_x.Length];
        inputGradient.AsSpan().Fill(float.NaN);
        _pass.Backward(_x, Images, inputGradient);

        Compare("x", _x, inputGradient, tolerance);
        foreach (var (node, block, name, _) in _graph.Parameters)
        {
            Compare(name, _values[node][block], (float[])_gradients[node][block].Clone(), tolerance);
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
            Assert.True(
                quotients.Allow(gradient[i], tolerance * largest),
                $"{name}[{i}]: the gradient is {gradient[i]}, the difference quotients {quotients}");
        }
    }

    private double Loss()
    {
        _pass.Forward(_x, Images, batch: null);
        var output = _pass.Output(_pass.Last, Images);
        var loss = 0.0;
        for (var i = 0; i < output.Length; i++)
        {
            loss += (double)output[i] * _weights[i];
        }
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
    public bool Allow(double derivative, double tolerance) =>
        Math.Abs((Left + Right) / 2 - derivative) <= tolerance
            || (Math.Abs(Left - Right) > 4 * tolerance && derivative >= Math.Min(Left, Right) - tolerance
                && derivative <= Math.Max(Left, Right) + tolerance);

    public override string ToString() => $"{Left} and {Right}";
}
