namespace Experiments.Attacks.Tests;

/// <summary>A <see cref="DenseClassifier"/> of sigmoids in double precision, from its weights alone: the cross-entropy, its gradient by
/// the pixels, and projected ascent of it.</summary>
internal sealed class DoubleReference(DenseClassifier network)
{
    /// <summary>[k].</summary>
    public double[] Logits(double[] x) => Outputs(x)[^1];

    /// <summary>The gradient of log sum exp z - z[label] by the pixels.</summary>
    public double[] CrossEntropyGradient(double[] x, int label)
    {
        var outputs = Outputs(x);
        var max = outputs[^1].Max();
        var sum = outputs[^1].Sum(z => Math.Exp(z - max));
        double[] gradient = [.. outputs[^1].Select((z, j) => Math.Exp(z - max) / sum - (j == label ? 1 : 0))];
        for (var i = network.Dense.Count - 1; i >= 0; i--)
        {
            var below = outputs[i];
            gradient = [.. Transposed(network.Dense[i], gradient).Select((g, j) => i == 0 ? g : g * below[j] * (1 - below[j]))];
        }

        return gradient;
    }

    /// <summary>Steps of the gradient's signs from the clean image, each projected onto the ball of linf and the box.</summary>
    public double[] AscendLinf(ReadOnlySpan<float> x0, int label, double epsilon, double stepSize, int steps)
    {
        double[] clean = [.. x0.ToArray().Select(pixel => (double)pixel)];
        var x = clean;
        for (var step = 0; step < steps; step++)
        {
            var gradient = CrossEntropyGradient(x, label);
            x = [.. x.Select((pixel, i) =>
                Math.Clamp(Math.Clamp(pixel + stepSize * Math.Sign(gradient[i]), clean[i] - epsilon, clean[i] + epsilon), 0, 1))];
        }

        return x;
    }

    private List<double[]> Outputs(double[] x)
    {
        var outputs = new List<double[]> { x };
        foreach (var layer in network.Dense)
        {
            var isLast = layer == network.Dense[^1];
            outputs.Add([.. Apply(layer, outputs[^1]).Select(z => isLast ? z : 1 / (1 + Math.Exp(-z)))]);
        }

        return outputs;
    }

    private static IEnumerable<double> Apply(DenseLayer layer, double[] x)
    {
        for (var o = 0; o < layer.Outputs; o++)
        {
            var sum = (double)layer.Biases[o];
            for (var i = 0; i < layer.Inputs; i++)
            {
                sum += (double)layer.Weights[o * layer.Inputs + i] * x[i];
            }

            yield return sum;
        }
    }

    private static double[] Transposed(DenseLayer layer, double[] gradient)
    {
        var result = new double[layer.Inputs];
        for (var o = 0; o < layer.Outputs; o++)
        {
            for (var i = 0; i < layer.Inputs; i++)
            {
                result[i] += layer.Weights[o * layer.Inputs + i] * gradient[o];
            }
        }

        return result;
    }
}
