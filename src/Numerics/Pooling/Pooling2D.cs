namespace Experiments.Numerics;

/// <summary>Pooling of channels-last images over windows that may overlap. A window takes the pixels that lie in the image, row by row. An
/// image's result depends neither on its batch nor on threads or vector width.</summary>
public sealed unsafe record Pooling2D
{
    public required PoolingKind Kind { get; init; }

    /// <summary>Channels of input and output, at least 1.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows of the input, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of the input, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of a window, at least 1.</summary>
    public required int WindowHeight { get; init; }

    /// <summary>Columns of a window, at least 1.</summary>
    public required int WindowWidth { get; init; }

    /// <summary>Input rows from one window to the next, at least 1.</summary>
    public required int StrideY { get; init; }

    /// <summary>Input columns from one window to the next, at least 1.</summary>
    public required int StrideX { get; init; }

    /// <summary>How far the first window begins above the input, 0 to WindowHeight - 1.</summary>
    /// <value>0.</value>
    public int PaddingY { get; init; }

    /// <summary>How far the first window begins left of the input, 0 to WindowWidth - 1.</summary>
    /// <value>0.</value>
    public int PaddingX { get; init; }

    /// <summary>Of <see cref="PoolingKind.L2"/>, above 0; the others do not read it.</summary>
    /// <value>1e-6.</value>
    public float Epsilon { get; init; } = 1e-6f;

    public int OutputHeight => (Height + 2 * PaddingY - WindowHeight) / StrideY + 1;

    public int OutputWidth => (Width + 2 * PaddingX - WindowWidth) / StrideX + 1;

    /// <summary>Floats of one input image.</summary>
    public int InputLength => checked(Height * Width * Channels);

    /// <summary>Floats of one output image.</summary>
    public int OutputLength => checked(OutputHeight * OutputWidth * Channels);

    /// <summary>y = pool(x).</summary>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels].</param>
    /// <param name="y">[n, outputHeight, outputWidth, channels]; must not overlap <paramref name="x"/>.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A size is out of its range, a span is shorter than its shape, or y overlaps x.</exception>
    public void Forward(int n, ReadOnlySpan<float> x, Span<float> y, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Validate();
        Check.Length(x, nameof(x), n, InputLength);
        Check.Length(y, nameof(y), n, OutputLength);
        Check.NoOverlap(y, nameof(y), x, nameof(x));
        fixed (float* input = x, output = y)
        {
            switch (Kind)
            {
                case PoolingKind.Max: threads.For(n, 1, new PoolForward<MaxWindow>(this, input, output)); break;
                case PoolingKind.Average: threads.For(n, 1, new PoolForward<AverageWindow>(this, input, output)); break;
                default: threads.For(n, 1, new PoolForward<L2Window>(this, input, output)); break;
            }
        }
    }

    /// <summary>d(loss)/dx from d(loss)/dy. Where windows overlap, their gradients are added in the order of the windows.</summary>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels], as in the forward pass.</param>
    /// <param name="dy">[n, outputHeight, outputWidth, channels].</param>
    /// <param name="dx">[n, height, width, channels]; must not overlap the others.</param>
    /// <param name="epilogue">Applied to the finished gradient, such as the derivative of the activation that gave x.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A size is out of its range, a span is shorter than its shape, or dx overlaps
    /// another.</exception>
    public void InputGradient(
        int n, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Epilogue epilogue, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Validate();
        Check.Gradient(n, x, InputLength, dy, OutputLength, dx);
        epilogue.Require(n, InputLength, Channels);
        fixed (float* input = x, gradient = dy, result = dx, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            switch (Kind)
            {
                case PoolingKind.Max: threads.For(n, 1, new PoolGradient<MaxWindow>(this, input, gradient, result, pinned)); break;
                case PoolingKind.Average: threads.For(n, 1, new PoolGradient<AverageWindow>(this, input, gradient, result, pinned)); break;
                default: threads.For(n, 1, new PoolGradient<L2Window>(this, input, gradient, result, pinned)); break;
            }
        }
    }

    /// <summary>The constant that windows of this kind read.</summary>
    internal float Constant => Kind == PoolingKind.L2 ? Epsilon : (float)WindowHeight * WindowWidth;

    private void Validate()
    {
        if (!Enum.IsDefined(Kind))
        {
            throw new ArgumentException($"kind is {(int)Kind}; it must be a named value of {nameof(PoolingKind)}");
        }
        Check.AtLeast(Channels, "channels", 1);
        Check.AtLeast(Height, "height", 1);
        Check.AtLeast(Width, "width", 1);
        Check.AtLeast(WindowHeight, "windowHeight", 1);
        Check.AtLeast(WindowWidth, "windowWidth", 1);
        Check.AtLeast(StrideY, "strideY", 1);
        Check.AtLeast(StrideX, "strideX", 1);
        Check.AtLeast(PaddingY, "paddingY", 0);
        Check.AtLeast(PaddingX, "paddingX", 0);

        // So that every window holds at least one pixel.
        Check.AtMost(PaddingY, "paddingY", WindowHeight - 1, "windowHeight - 1");
        Check.AtMost(PaddingX, "paddingX", WindowWidth - 1, "windowWidth - 1");
        Check.AtMost(WindowHeight, "windowHeight", Height + 2L * PaddingY, "the padded height");
        Check.AtMost(WindowWidth, "windowWidth", Width + 2L * PaddingX, "the padded width");
        if (Kind == PoolingKind.L2 && !(Epsilon > 0 && float.IsFinite(Epsilon)))
        {
            throw new ArgumentException($"epsilon is {Epsilon}; it must be above 0 and finite");
        }
    }
}
