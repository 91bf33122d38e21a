using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>lambda / 2 * sum_j sqrt(epsilon + sum of the squares in pool j), the mean over a batch; epsilon is
/// <see cref="Pooling2D.Epsilon"/>.</summary>
/// <param name="Weight">lambda.</param>
/// <param name="Window">Rows and columns of a pool.</param>
/// <param name="Stride">Units from one pool to the next.</param>
internal sealed record PooledSparsity(double Weight, int Window, int Stride) : ActivationPenalty
{
    public override HiddenPenalty Open(int layer, TensorShape output, int capacity, ComputeThreads threads) =>
        new PooledPenalty(this, layer, output, capacity, threads);
}

/// <summary>The penalty on the output of one layer, which has channels last.</summary>
internal sealed class PooledPenalty : HiddenPenalty
{
    private readonly double _weight;
    private readonly ComputeThreads _threads;
    private readonly Pooling2D _pooling;
    private readonly float[] _pooled;
    private readonly float[] _gradient;

    public PooledPenalty(PooledSparsity penalty, int layer, TensorShape output, int capacity, ComputeThreads threads)
        : base(layer)
    {
        (_weight, _threads) = (penalty.Weight / 2, threads);
        _pooling = new Pooling2D
        {
            Kind = PoolingKind.L2,
            Channels = output.Channels,
            Height = output.Height,
            Width = output.Width,
            WindowHeight = penalty.Window,
            WindowWidth = penalty.Window,
            StrideY = penalty.Stride,
            StrideX = penalty.Stride,
        };
        _pooled = new float[checked(capacity * _pooling.OutputLength)];
        _gradient = new float[checked(capacity * _pooling.InputLength)];
    }

    public override void AddGradient(ReadOnlySpan<float> y, int n, Activation activation, Span<float> gz)
    {
        var pooled = _pooled.AsSpan(0, n * _pooling.OutputLength);
        _pooling.Forward(n, y, pooled, _threads);
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += Reduction.Sum(pooled.Slice(i * _pooling.OutputLength, _pooling.OutputLength));
        }
        Loss = _weight * sum / n;

        pooled.Fill((float)(_weight / n));
        var gradient = _gradient.AsSpan(0, n * _pooling.InputLength);
        _pooling.InputGradient(n, y, pooled, gradient, Epilogue.None, _threads);
        Elementwise.MultiplyByDerivative(activation, y, gradient);
        Elementwise.Add(gradient, gz);
    }
}
