namespace Experiments.Numerics;

/// <summary>The linear map of a filter layer on one image, with the zeros around it as they are, by the layer's own single-precision
/// kernels: so its products are good to about 1e-6, and tolerances below that are not reached.</summary>
public sealed class ImageOperator : ILinearOperator
{
    private readonly Pass _forward;
    private readonly Pass _transposed;
    private readonly float[] _x;
    private readonly float[] _y;

    private ImageOperator(Convolution2DShape shape, Pass forward, Pass transposed)
    {
        (_forward, _transposed) = (forward, transposed);
        (_x, _y) = (new float[shape.InputLength], new float[shape.OutputLength]);
    }

    private delegate void Pass(ReadOnlySpan<float> from, Span<float> to);

    /// <inheritdoc/>
    public int Inputs => _x.Length;

    /// <inheritdoc/>
    public int Outputs => _y.Length;

    /// <summary>A convolution.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="weights">[filters, channels / groups, kernelHeight, kernelWidth].</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or the weights are shorter than their shape.</exception>
    public static ImageOperator OfConvolution(Convolution2DShape shape, ReadOnlySpan<float> weights, ComputeThreads threads)
    {
        var convolution = new Convolution2D(shape);
        convolution.Load(weights, threads);
        return new ImageOperator(
            shape,
            (x, y) => convolution.Forward(1, x, y, Epilogue.None, threads),
            (y, x) => convolution.InputGradient(1, y, x, Epilogue.None, threads));
    }

    /// <summary>Filters that are not shared.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="weights">As <see cref="LocallyConnected2D"/> has them; not changed while the operator is used.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or the weights are shorter than their shape.</exception>
    public static ImageOperator OfLocalFilters(Convolution2DShape shape, ReadOnlyMemory<float> weights, ComputeThreads threads)
    {
        if (weights.Length < LocallyConnected2D.WeightLength(shape))
        {
            throw new ArgumentException(
                $"weights has {weights.Length} values; it must have {LocallyConnected2D.WeightLength(shape)}", nameof(weights));
        }
        return new ImageOperator(
            shape,
            (x, y) => LocallyConnected2D.Forward(shape, 1, x, weights.Span, y, Epilogue.None, threads),
            (y, x) => LocallyConnected2D.InputGradient(shape, 1, y, weights.Span, x, Epilogue.None, threads));
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => Run(_forward, x, _x, _y, y);

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x) => Run(_transposed, y, _y, _x, x);

    private static void Run(Pass pass, ReadOnlySpan<double> from, float[] input, float[] output, Span<double> to)
    {
        if (from.Length != input.Length || to.Length != output.Length)
        {
            throw new ArgumentException(
                $"the vectors have {from.Length} and {to.Length} values; they must have {input.Length} and {output.Length}");
        }

        for (var i = 0; i < input.Length; i++)
        {
            input[i] = (float)from[i];
        }
        pass(input, output);
        for (var i = 0; i < output.Length; i++)
        {
            to[i] = output[i];
        }
    }
}
