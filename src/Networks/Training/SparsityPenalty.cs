using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>beta * sum_j KL(rho || rhoHat_j), rhoHat_j the mean activation of hidden unit j over the batch.</summary>
/// <param name="TargetActivation">rho, in (0, 1).</param>
/// <param name="Weight">beta.</param>
internal sealed record SparsityPenalty(double TargetActivation, double Weight) : ActivationPenalty
{
    public override HiddenPenalty Open(int layer, TensorShape output, int capacity, ComputeThreads threads) =>
        new MeanActivationPenalty(this, layer, output.Length);
}

/// <summary>The penalty on the output of one node of a graph, with its buffers.</summary>
/// <param name="penalty">What is penalised and how much.</param>
/// <param name="layer">Index of the node.</param>
/// <param name="units">Length of the layer's output.</param>
internal sealed class MeanActivationPenalty(SparsityPenalty penalty, int layer, int units) : HiddenPenalty(layer)
{
    /// <summary>A unit that is never or always on has an infinite penalty; its mean is kept this far from 0 and 1.</summary>
    private const float Margin = 1e-6f;

    private readonly float[] _means = new float[units];
    private readonly float[] _row = new float[units];

    public override void AddGradient(ReadOnlySpan<float> y, int n, Activation activation, Span<float> gz)
    {
        Columns.Sum(y, n, _means);
        var loss = 0.0;
        for (var j = 0; j < _means.Length; j++)
        {
            var mean = Math.Clamp(_means[j] / n, Margin, 1 - Margin);
            var rho = penalty.TargetActivation;
            loss += rho * VectorMath.Log((float)rho / mean) + (1 - rho) * VectorMath.Log((float)(1 - rho) / (1 - mean));
            _means[j] = (float)(penalty.Weight / n * ((1 - rho) / (1 - mean) - rho / mean));
        }

        Loss = penalty.Weight * loss;
        for (var i = 0; i < n; i++)
        {
            _means.CopyTo(_row, 0);
            Elementwise.MultiplyByDerivative(activation, y.Slice(i * units, units), _row);
            Elementwise.Add(_row, gz.Slice(i * units, units));
        }
    }
}
