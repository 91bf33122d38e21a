namespace Experiments.Numerics;

/// <summary>
/// Filters like a convolution's that are not shared: every output pixel has its own. Weights are [outputHeight, outputWidth, kernelHeight,
/// kernelWidth, channels, filters]. An image's outputs and input gradient depend neither on its batch nor on threads or vector width.
/// Allocates nothing once a thread has done a batch of the size.
/// </summary>
public static unsafe class LocallyConnected2D
{
    [ThreadStatic]
    private static ScratchBuffer t_images;

    /// <summary>Floats of the weights.</summary>
    /// <exception cref="ArgumentException">A size is out of its range, or the shape has groups.</exception>
    public static int WeightLength(Convolution2DShape shape)
    {
        Validate(shape);
        return checked(shape.OutputHeight * shape.OutputWidth * shape.WeightLength);
    }

    /// <summary>y = f(x * weights + bias); each sum runs over kernel rows, kernel columns, channels, from 0.</summary>
    /// <param name="shape">The sizes; without groups.</param>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels].</param>
    /// <param name="weights">See the class.</param>
    /// <param name="y">[n, outputHeight, outputWidth, filters]; must not overlap an operand.</param>
    /// <param name="epilogue">Applied to each finished sum; its columns are the filters.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A size is out of its range, a span is shorter than its shape, or y overlaps an
    /// operand.</exception>
    public static void Forward(
        Convolution2DShape shape, int n, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y, Epilogue epilogue,
        ComputeThreads threads) =>
        Forward(KernelEngine.Selected, shape, n, x, weights, y, epilogue, threads);

    internal static void Forward(
        KernelEngine engine, Convolution2DShape shape, int n, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y,
        Epilogue epilogue, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check.Length(weights, nameof(weights), WeightLength(shape));
        Check.Length(x, nameof(x), n, shape.InputLength);
        Check.Length(y, nameof(y), n, shape.OutputLength);
        Check.NoOverlap(y, nameof(y), x, nameof(x));
        Check.NoOverlap(y, nameof(y), weights, nameof(weights));
        epilogue.Require(n, shape.OutputLength, shape.Filters);
        fixed (float* input = x, filters = weights, output = y, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var images = Pad(shape, n, input, threads);
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            engine.Run(new LocalForward(new LocalCall(shape, n, images, filters, output), pinned), threads);
        }
    }

    /// <summary>d(loss)/dx from d(loss)/d(x * weights + bias); each sum runs over the output pixels in order, for each over the
    /// filters.</summary>
    /// <param name="shape">The sizes; without groups.</param>
    /// <param name="n">Images.</param>
    /// <param name="dy">[n, outputHeight, outputWidth, filters].</param>
    /// <param name="weights">See the class.</param>
    /// <param name="dx">[n, height, width, channels]; must not overlap an operand.</param>
    /// <param name="epilogue">Applied to each finished sum, such as the derivative of the activation that gave x; its columns are the
    /// channels.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A size is out of its range, a span is shorter than its shape, or dx overlaps an
    /// operand.</exception>
    public static void InputGradient(
        Convolution2DShape shape, int n, ReadOnlySpan<float> dy, ReadOnlySpan<float> weights, Span<float> dx, Epilogue epilogue,
        ComputeThreads threads) =>
        InputGradient(KernelEngine.Selected, shape, n, dy, weights, dx, epilogue, threads);

    internal static void InputGradient(
        KernelEngine engine, Convolution2DShape shape, int n, ReadOnlySpan<float> dy, ReadOnlySpan<float> weights, Span<float> dx,
        Epilogue epilogue, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check.Length(weights, nameof(weights), WeightLength(shape));
        Check.Length(dy, nameof(dy), n, shape.OutputLength);
        Check.Length(dx, nameof(dx), n, shape.InputLength);
        Check.NoOverlap(dx, nameof(dx), dy, nameof(dy));
        Check.NoOverlap(dx, nameof(dx), weights, nameof(weights));
        epilogue.Require(n, shape.InputLength, shape.Channels);
        fixed (float* gradients = dy, filters = weights, results = dx, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            engine.Run(new LocalInputGradient(new LocalCall(shape, n, results, filters, gradients), pinned), threads);
        }
    }

    /// <summary>d(loss)/d(weights); each sum runs over the images in order, from 0.</summary>
    /// <param name="shape">The sizes; without groups.</param>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels]: the forward pass's input.</param>
    /// <param name="dy">[n, outputHeight, outputWidth, filters]: d(loss)/d(x * weights + bias).</param>
    /// <param name="dw">See the class; must not overlap an operand.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A size is out of its range, a span is shorter than its shape, or dw overlaps an
    /// operand.</exception>
    public static void WeightGradient(
        Convolution2DShape shape, int n, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, ComputeThreads threads) =>
        WeightGradient(KernelEngine.Selected, shape, n, x, dy, dw, threads);

    internal static void WeightGradient(
        KernelEngine engine, Convolution2DShape shape, int n, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw,
        ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check.Length(dw, nameof(dw), WeightLength(shape));
        Check.Length(x, nameof(x), n, shape.InputLength);
        Check.Length(dy, nameof(dy), n, shape.OutputLength);
        Check.NoOverlap(dw, nameof(dw), x, nameof(x));
        Check.NoOverlap(dw, nameof(dw), dy, nameof(dy));
        fixed (float* input = x, gradients = dy, results = dw)
        {
            var images = Pad(shape, n, input, threads);
            engine.Run(new LocalWeightGradient(new LocalCall(shape, n, images, results, gradients)), threads);
        }
    }

    private static void Validate(Convolution2DShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        if (shape.Groups != 1)
        {
            throw new ArgumentException($"groups is {shape.Groups}; it must be 1 for filters that are not shared");
        }
    }

    /// <summary>The images with their padding; themselves when there is none.</summary>
    private static float* Pad(Convolution2DShape shape, int n, float* x, ComputeThreads threads)
    {
        if (shape.PaddingY == 0 && shape.PaddingX == 0)
        {
            return x;
        }

        var padded = t_images.Rent((long)n * LocalCall.PaddedLength(shape));
        threads.For(n, 1, new PadBody(shape, x, padded));
        return padded;
    }

    private readonly struct PadBody(Convolution2DShape shape, float* x, float* padded) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var image = start; image < end; image++)
            {
                Strip.Copy(
                    x + (nint)image * shape.InputLength,
                    shape.Height,
                    shape.Width,
                    shape.Channels,
                    0,
                    shape.Channels,
                    -shape.PaddingY,
                    shape.Height + 2 * shape.PaddingY,
                    -shape.PaddingX,
                    shape.Width + 2 * shape.PaddingX,
                    padded + (nint)image * LocalCall.PaddedLength(shape));
            }
        }
    }
}
