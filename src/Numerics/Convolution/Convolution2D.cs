namespace Experiments.Numerics;

/// <summary>
/// A convolution with its filters laid out for the kernels: pack once, use for many batches. An image's result does not depend on the batch
/// that it is in, nor on threads or vector width: each output is one sum of fused multiply-adds over kernel rows, kernel columns and
/// channels, in this order, from 0.
/// </summary>
/// <remarks>
/// No unfolded copy of the images is made: filters are packed like the right operand of a matrix product, and the rows of the left one are
/// the windows of one pixel in eight images, as they lie in these; or, for what is left of a batch, windows in a padded copy of a few rows
/// of one image. Terms that meet the padding are left out where that is possible: 0 times a finite weight changes no sum. Passes may run at
/// the same time; not while <see cref="Load"/> runs.
/// </remarks>
public sealed unsafe class Convolution2D
{
    private readonly KernelEngine _engine;
    private readonly Correlation[] _forward;
    private readonly Correlation[] _inputGradient;

    // The weights as they are, for a folded input gradient.
    private readonly float[] _weights;
    private readonly float[] _memory;
    private readonly float* _panels;

    /// <summary>A convolution whose filters are 0 until <see cref="Load"/>.</summary>
    /// <exception cref="ArgumentException">A size is out of its range, or the filter is larger than the padded input.</exception>
    public Convolution2D(Convolution2DShape shape)
        : this(KernelEngine.Selected, shape)
    {
    }

    internal Convolution2D(KernelEngine engine, Convolution2DShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        (_engine, Shape) = (engine, shape);

        var forward = Correlation.Forward(shape, 0);
        var length = PanelLength(forward);
        _weights = FoldsInputGradient ? new float[shape.WeightLength] : [];
        var phases = new List<Correlation>();
        for (var phaseY = 0; phaseY < shape.StrideY && !FoldsInputGradient; phaseY++)
        {
            for (var phaseX = 0; phaseX < shape.StrideX; phaseX++)
            {
                if (Correlation.InputGradient(shape, phaseY, phaseX, length) is not { } phase)
                {
                    continue;
                }
                phases.Add(phase);
                length += PanelLength(phase);
            }
        }

        (_forward, _inputGradient) = ([forward], [.. phases]);
        _memory = ScratchBuffer.Allocate(length, out _panels);
        new Span<float>(_panels, checked((int)length)).Clear();
    }

    public Convolution2DShape Shape { get; }

    /// <summary>Whether the channels of a group are too few for vectors along them, so that the input gradient is folded: see
    /// <see cref="InputGradient"/>.</summary>
    private bool FoldsInputGradient => Shape.ChannelsPerGroup < 8;

    /// <summary>Sets the filters.</summary>
    /// <param name="weights">[filters, channels / groups, kernelHeight, kernelWidth].</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">The weights are shorter than their shape.</exception>
    public void Load(ReadOnlySpan<float> weights, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check.Length(weights, nameof(weights), Shape.Filters, Shape.ChannelsPerGroup, Shape.KernelHeight, Shape.KernelWidth);
        fixed (float* w = weights)
        {
            FilterPacking.PackForward(_engine, Shape, _forward[0], w, _panels, threads);
            if (FoldsInputGradient)
            {
                weights[.._weights.Length].CopyTo(_weights);
            }
            foreach (var phase in _inputGradient)
            {
                FilterPacking.PackInputGradient(_engine, Shape, phase, w, _panels, threads);
            }
        }

        GC.KeepAlive(_memory);
    }

    /// <summary>y = f(x * weights + bias).</summary>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels].</param>
    /// <param name="y">[n, outputHeight, outputWidth, filters]; must not overlap <paramref name="x"/>.</param>
    /// <param name="epilogue">Applied to each finished sum; its columns are the filters.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of images.</exception>
    /// <exception cref="ArgumentException">A span is shorter than its shape, or y overlaps x.</exception>
    public void Forward(int n, ReadOnlySpan<float> x, Span<float> y, Epilogue epilogue, ComputeThreads threads) =>
        Run(_forward, n, x, nameof(x), Shape.InputLength, y, nameof(y), Shape.OutputLength, Shape.Filters, epilogue, threads);

    /// <summary>
    /// d(loss)/dx from d(loss)/d(x * weights + bias). With eight channels per group or more, each is one sum of fused multiply-adds over
    /// kernel rows and columns, from the last to the first, and filters, from 0. With fewer, it is the sum, over the output rows and then
    /// kernel columns in order, of such sums over the filters alone.
    /// </summary>
    /// <param name="n">Images.</param>
    /// <param name="dy">[n, outputHeight, outputWidth, filters].</param>
    /// <param name="dx">[n, height, width, channels]; must not overlap <paramref name="dy"/>.</param>
    /// <param name="epilogue">Applied to each finished sum, such as the derivative of the activation that gave x; its columns are the
    /// channels.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of images.</exception>
    /// <exception cref="ArgumentException">A span is shorter than its shape, or dx overlaps dy.</exception>
    public void InputGradient(int n, ReadOnlySpan<float> dy, Span<float> dx, Epilogue epilogue, ComputeThreads threads)
    {
        if (FoldsInputGradient)
        {
            Fold(n, dy, dx, epilogue, threads);
        }
        else
        {
            Run(
                _inputGradient, n, dy, nameof(dy), Shape.OutputLength, dx, nameof(dx), Shape.InputLength, Shape.Channels, epilogue,
                threads);
        }
    }

    private void Fold(int n, ReadOnlySpan<float> dy, Span<float> dx, Epilogue epilogue, ComputeThreads threads)
    {
        CheckPass(n, dy, nameof(dy), Shape.OutputLength, dx, nameof(dx), Shape.InputLength, Shape.Channels, epilogue, threads);
        fixed (float* from = dy, to = dx, weights = _weights, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            _engine.Run(new FoldedGradientCall(Shape, n, weights, from, to, pinned), threads);
        }
    }

    private void Run(
        Correlation[] correlations,
        int n,
        ReadOnlySpan<float> source,
        string sourceName,
        int sourceLength,
        Span<float> target,
        string targetName,
        int targetLength,
        int channels,
        Epilogue epilogue,
        ComputeThreads threads)
    {
        CheckPass(n, source, sourceName, sourceLength, target, targetName, targetLength, channels, epilogue, threads);
        if (n == 0)
        {
            return;
        }

        fixed (float* from = source, to = target, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            _engine.Run(new CorrelationCall(correlations, _panels, n, from, to, targetLength, pinned), threads);
        }

        GC.KeepAlive(_memory);
    }

    private static void CheckPass(
        int n,
        ReadOnlySpan<float> source,
        string sourceName,
        int sourceLength,
        ReadOnlySpan<float> target,
        string targetName,
        int targetLength,
        int channels,
        Epilogue epilogue,
        ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check.Length(source, sourceName, n, sourceLength);
        Check.Length(target, targetName, n, targetLength);
        Check.NoOverlap(target, targetName, source, sourceName);
        epilogue.Require(n, targetLength, channels);
    }

    private long PanelLength(Correlation correlation) => correlation.Groups * _engine.PackedLength(correlation.Terms, correlation.Columns);
}
