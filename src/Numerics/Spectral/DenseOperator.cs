namespace Experiments.Numerics;

/// <summary>A matrix of single-precision weights, multiplied in double precision.</summary>
public sealed unsafe class DenseOperator : ILinearOperator
{
    private const int RowGrain = 64;
    private const int ColumnGrain = 512;

    private readonly ReadOnlyMemory<float> _weights;
    private readonly ComputeThreads _threads;

    /// <param name="weights">[outputs, inputs]; not changed while the operator is used.</param>
    /// <param name="outputs">At least 1.</param>
    /// <param name="inputs">At least 1.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">The weights have another length.</exception>
    public DenseOperator(ReadOnlyMemory<float> weights, int outputs, int inputs, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (weights.Length != (long)outputs * inputs)
        {
            throw new ArgumentException($"weights has {weights.Length} values; it must have {outputs} x {inputs}", nameof(weights));
        }
        (_weights, Outputs, Inputs, _threads) = (weights, outputs, inputs, threads);
    }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        DoubleVectors.CheckLengths(x, Inputs, y, Outputs);
        fixed (float* weights = _weights.Span)
        fixed (double* input = x, output = y)
        {
            _threads.For(Outputs, RowGrain, new RowBody(weights, input, output, Inputs));
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        DoubleVectors.CheckLengths(x, Inputs, y, Outputs);
        fixed (float* weights = _weights.Span)
        fixed (double* input = y, output = x)
        {
            _threads.For(Inputs, ColumnGrain, new ColumnBody(weights, input, output, Outputs, Inputs));
        }
    }

    private readonly struct RowBody(float* weights, double* x, double* y, int inputs) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                y[i] = DoubleVectors.Dot(new ReadOnlySpan<float>(weights + (nint)i * inputs, inputs), new ReadOnlySpan<double>(x, inputs));
            }
        }
    }

    /// <summary>Rows are added in order, each thread its own columns.</summary>
    private readonly struct ColumnBody(float* weights, double* y, double* x, int outputs, int inputs) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var result = new Span<double>(x + start, end - start);
            result.Clear();
            for (var i = 0; i < outputs; i++)
            {
                DoubleVectors.AddScaled(y[i], new ReadOnlySpan<float>(weights + (nint)i * inputs + start, end - start), result);
            }
        }
    }
}
