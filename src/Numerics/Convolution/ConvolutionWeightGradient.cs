namespace Experiments.Numerics;

/// <summary>
/// The gradient of a convolution's weights and biases over a batch. Each weight's gradient is one sum of fused multiply-adds over images,
/// output rows and output columns, in this order, from 0; each bias's is summed over the pixels of an image, then over images. Neither
/// depends on threads or vector width. Allocates nothing once a thread has done a batch of the size.
/// </summary>
public static unsafe class ConvolutionWeightGradient
{
    // 512 KiB of images and output gradients at a time: each is read once per block of filters, from the second-level cache.
    private const int MostBlockFloats = 1 << 17;

    // Fewer channels in a group are not worth a vector along them.
    private const int FewChannels = 8;

    [ThreadStatic]
    private static ScratchBuffer t_padded;

    [ThreadStatic]
    private static ScratchBuffer t_sums;

    /// <summary>dw = d(loss)/d(weights) and db = d(loss)/d(bias).</summary>
    /// <param name="shape">The convolution's sizes.</param>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels]: the forward pass's input.</param>
    /// <param name="dy">[n, outputHeight, outputWidth, filters]: d(loss)/d(x * weights + bias).</param>
    /// <param name="dw">[filters, channels / groups, kernelHeight, kernelWidth]; must not overlap an input.</param>
    /// <param name="db">[filters], or empty for none; must not overlap an input.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of images.</exception>
    /// <exception cref="ArgumentException">A size is out of its range, a span is shorter than its shape, or a result overlaps an
    /// input.</exception>
    public static void Compute(
        Convolution2DShape shape, int n, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, Span<float> db,
        ComputeThreads threads) =>
        Compute(KernelEngine.Selected, shape, n, x, dy, dw, db, threads);

    internal static void Compute(
        KernelEngine engine,
        Convolution2DShape shape,
        int n,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> db,
        ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(threads);
        shape.Validate();
        Check.Length(x, nameof(x), n, shape.InputLength);
        Check.Length(dy, nameof(dy), n, shape.OutputLength);
        Check.Length(dw, nameof(dw), shape.WeightLength);
        Check.NoOverlap(dw, nameof(dw), x, nameof(x));
        Check.NoOverlap(dw, nameof(dw), dy, nameof(dy));
        Check.NoOverlap(db, nameof(db), dy, nameof(dy));
        Check.NoOverlap(db, nameof(db), x, nameof(x));
        if (n == 0)
        {
            dw[..shape.WeightLength].Clear();
            db.Clear();
            return;
        }

        if (!db.IsEmpty)
        {
            Check.Length(db, nameof(db), shape.Filters);
        }
        fixed (float* images = x, gradients = dy, weights = dw)
        {
            AllImages(engine, shape, n, images, gradients, weights, db, threads);
        }
    }

    private static void AllImages(
        KernelEngine engine, Convolution2DShape shape, int n, float* x, float* dy, float* dw, Span<float> db, ComputeThreads threads)
    {
        var method = MethodFor(engine, shape);
        var padded = new PaddedImages(shape);
        var imageStep = method == WeightGradientMethod.Taps ? 0 : padded.ImageStep;
        var block = (int)Math.Clamp(MostBlockFloats / (shape.OutputLength + Math.Max(imageStep, shape.InputLength)), 1, n);
        var copies = t_padded.Rent(block * imageStep + engine.Slack);
        var biases = (long)n * shape.Filters;
        var imageBiases = t_sums.Rent(biases + shape.WeightLength);
        var sums = imageBiases + biases;
        for (var first = 0; first < n; first += block)
        {
            var count = Math.Min(block, n - first);
            var images = x + (nint)first * shape.InputLength;
            var gradients = dy + (nint)first * shape.OutputLength;
            var prepare = new PrepareBody(
                shape, imageStep == 0 ? null : copies, images, gradients, db.IsEmpty ? null : imageBiases + (nint)first * shape.Filters);
            threads.For(count, Math.Max(1, (1 << 15) / (shape.OutputLength + shape.InputLength)), prepare);
            engine.Run(new WeightGradientCall(method, shape, count, images, copies, gradients, sums, first == 0), threads);
        }

        var grain = Math.Max(1, (1 << 13) * shape.Filters / shape.WeightLength);
        threads.For(shape.Filters, grain, new ReorderBody(shape, method == WeightGradientMethod.Terms, sums, dw));
        if (db.IsEmpty)
        {
            return;
        }

        db[..shape.Filters].Clear();
        for (var image = 0; image < n; image++)
        {
            Elementwise.Add(new ReadOnlySpan<float>(imageBiases + (nint)image * shape.Filters, shape.Filters), db[..shape.Filters]);
        }
    }

    /// <summary>Vectors must not reach past a pixel's values: the last pixel's are the end of the span.</summary>
    private static WeightGradientMethod MethodFor(KernelEngine engine, Convolution2DShape shape)
    {
        var (channels, filters) = (shape.ChannelsPerGroup, shape.FiltersPerGroup);
        if (channels >= FewChannels && engine.PackedLength(1, channels) == channels)
        {
            return WeightGradientMethod.Taps;
        }
        return channels < FewChannels && engine.PackedLength(1, filters) == filters
            ? WeightGradientMethod.Terms
            : WeightGradientMethod.Windows;
    }

    /// <summary>What is done image by image: the padded copy, if there is one, and the sums over pixels for the biases, if they are
    /// wanted.</summary>
    private readonly struct PrepareBody(Convolution2DShape shape, float* copies, float* x, float* dy, float* biases) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var image = start; image < end; image++)
            {
                if (copies is not null)
                {
                    Copy(image);
                }
                if (biases is null)
                {
                    continue;
                }
                var total = new Span<float>(biases + (nint)image * shape.Filters, shape.Filters);
                total.Clear();
                Elementwise.AddRows(new ReadOnlySpan<float>(dy + (nint)image * shape.OutputLength, shape.OutputLength), total);
            }
        }

        private void Copy(int image)
        {
            var padded = new PaddedImages(shape);
            var depth = shape.ChannelsPerGroup;
            for (var group = 0; group < shape.Groups; group++)
            {
                Strip.Copy(
                    x + (nint)image * shape.InputLength,
                    shape.Height,
                    shape.Width,
                    shape.Channels,
                    group * depth,
                    depth,
                    -shape.PaddingY,
                    padded.Height,
                    -shape.PaddingX,
                    padded.Width,
                    copies + image * padded.ImageStep + group * padded.GroupStep);
            }
        }
    }

    /// <summary>Channels last in the sums, or filters last; channels first in the weights.</summary>
    private readonly struct ReorderBody(Convolution2DShape shape, bool filtersLast, float* sums, float* dw) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var depth = shape.ChannelsPerGroup;
            var taps = shape.KernelHeight * shape.KernelWidth;
            for (var filter = start; filter < end; filter++)
            {
                var at = dw + (nint)filter * depth * taps;
                if (filtersLast)
                {
                    Gather(filter, at, taps, depth);
                }
                else
                {
                    Packing.Transpose(sums + (nint)filter * depth * taps, depth, taps, depth, at, taps);
                }
            }
        }

        private void Gather(int filter, float* weights, int taps, int depth)
        {
            var (group, column) = (filter / shape.FiltersPerGroup, filter % shape.FiltersPerGroup);
            var from = sums + (nint)group * taps * depth * shape.FiltersPerGroup + column;
            for (var tap = 0; tap < taps; tap++)
            {
                for (var channel = 0; channel < depth; channel++, from += shape.FiltersPerGroup)
                {
                    weights[channel * taps + tap] = *from;
                }
            }
        }
    }
}
