using System.Numerics;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>How far the output is from the input.</summary>
/// <param name="reconstruction">The measure.</param>
/// <param name="length">Values of one image.</param>
/// <param name="activation">Of the last layer; the sigmoid for the cross-entropy.</param>
internal sealed class ReconstructionObjective(Reconstruction reconstruction, int length, Activation activation = Activation.Sigmoid)
    : Objective
{
    /// <summary>Probabilities are kept this far from 0 and 1 in the reported loss; the gradient needs no such care.</summary>
    private const float Margin = 1e-7f;

    private readonly float[] _on = new float[length];
    private readonly float[] _off = new float[length];

    public override bool HasLabels => false;

    public override BatchLoss Evaluate(ReadOnlySpan<float> x, ReadOnlySpan<int> labels, ReadOnlySpan<float> output, int n, Span<float> gz)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            var target = x.Slice(i * length, length);
            var y = output.Slice(i * length, length);
            sum += reconstruction == Reconstruction.Squared ? HalfSquares(y, target) : CrossEntropy(y, target);
        }

        // For the cross-entropy the sigmoid's derivative cancels; for the squares the activation's stays.
        Difference(output, x, 1f / n, gz);
        if (reconstruction == Reconstruction.Squared)
        {
            Elementwise.MultiplyByDerivative(activation, output, gz);
        }
        return new BatchLoss(sum, 0);
    }

    private static void Difference(ReadOnlySpan<float> y, ReadOnlySpan<float> target, float share, Span<float> difference)
    {
        var i = 0;
        for (; i <= difference.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ((new Vector<float>(y[i..]) - new Vector<float>(target[i..])) * share).CopyTo(difference[i..]);
        }
        for (; i < difference.Length; i++)
        {
            difference[i] = (y[i] - target[i]) * share;
        }
    }

    private static double HalfSquares(ReadOnlySpan<float> y, ReadOnlySpan<float> target) => 0.5 * Reduction.SquaredDistance(y, target);

    /// <summary>-sum(t log y + (1 - t) log(1 - y)).</summary>
    private double CrossEntropy(ReadOnlySpan<float> y, ReadOnlySpan<float> target)
    {
        for (var i = 0; i < length; i++)
        {
            var p = Math.Clamp(y[i], Margin, 1 - Margin);
            (_on[i], _off[i]) = (p, 1 - p);
        }

        VectorMath.Log(_on, _on);
        VectorMath.Log(_off, _off);
        var sum = 0.0;
        for (var i = 0; i < length; i++)
        {
            sum -= target[i] * _on[i] + (1 - target[i]) * _off[i];
        }
        return sum;
    }
}
