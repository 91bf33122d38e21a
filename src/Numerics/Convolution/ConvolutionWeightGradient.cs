namespace Experiments.Numerics;

/// <summary>
/// The gradient of a convolution's weights and biases over a batch. Each weight's gradient is one sum of fused multiply-adds over images, output
/// rows and output columns, in this order, from 0; each bias's is summed over the pixels of an image, then over images. Neither depends on
/// threads or vector width. Allocates nothing once a thread has done a batch of the size.
/// </summary>
public static unsafe class ConvolutionWeightGradient
{
    // 512 KiB of padded images at a time: each is read once per block of filters, from the second-level cache.
    private const int MostStripFloats = 1 << 17;

    [ThreadStatic]
    private static ScratchBuffer t_strips;

    [ThreadStatic]
    private static ScratchBuffer t_strip;

    [ThreadStatic]
    private static ScratchBuffer t_sums;

    /// <summary>dw = d(loss)/d(weights) and db = d(loss)/d(bias).</summary>
    /// <param name="shape">The convolution's sizes.</param>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels]: the forward pass's input.</param>
    /// <param name="dy">[n, outputHeight, outputWidth, filters]: d(loss)/d(x * weights + bias).</param>
    /// <param name="dw">[filters, channels / groups, kernelHeight, kernelWidth]; must not overlap an input.</param>
    /// <param name="db">[filters], or empty for none; must not overlap an input.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of images.</exception>
    /// <exception cref="ArgumentException">A size is out of its range, a span is shorter than its shape, or a result overlaps an input.</exception>
    public static void Compute(
        Convolution2DShape shape, int n, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, Span<float> db, ComputePool pool)
        => Compute(KernelEngine.Selected, shape, n, x, dy, dw, db, pool);

    internal static void Compute(
        KernelEngine engine,
        Convolution2DShape shape,
        int n,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> db,
        ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(pool);
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

        fixed (float* images = x, gradients = dy, weights = dw)
            AllImages(engine, shape, n, images, gradients, weights, pool);
        if (db.IsEmpty)
            return;

        Check.Length(db, nameof(db), shape.Filters);
        fixed (float* gradients = dy)
            AddBiases(shape, n, gradients, db[..shape.Filters], pool);
    }

    private static void AllImages(KernelEngine engine, Convolution2DShape shape, int n, float* x, float* dy, float* dw, ComputePool pool)
    {
        var windows = new WindowRows(shape);
        var block = (int)Math.Clamp(MostStripFloats / windows.ImageStep, 1, n);
        var strips = t_strips.Rent(block * windows.ImageStep + engine.Slack);
        var sums = t_sums.Rent(shape.WeightLength);
        for (var first = 0; first < n; first += block)
        {
            var count = Math.Min(block, n - first);
            pool.For(count, 1, new StripBody(shape, windows, x + (nint)first * shape.InputLength, strips));
            var call = new WeightGradientCall(shape, windows, count, strips, dy + (nint)first * shape.OutputLength, sums, first == 0);
            engine.AddWeightGradient(call, pool);
        }

        pool.For(shape.Filters, Math.Max(1, (1 << 13) * shape.Filters / shape.WeightLength), new ReorderBody(shape, sums, dw));
    }

    private static void AddBiases(Convolution2DShape shape, int n, float* dy, Span<float> db, ComputePool pool)
    {
        var sums = t_sums.Rent((long)n * shape.Filters);
        pool.For(n, Math.Max(1, (1 << 15) / shape.OutputLength), new BiasBody(shape, dy, sums));
        db.Clear();
        for (var image = 0; image < n; image++)
            Elementwise.Add(new ReadOnlySpan<float>(sums + (nint)image * shape.Filters, shape.Filters), db);
    }

    /// <summary>Copies whole images as their windows are read.</summary>
    private readonly struct StripBody(Convolution2DShape shape, WindowRows windows, float* x, float* strips) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var image = start; image < end; image++)
            {
                for (var group = 0; group < shape.Groups; group++)
                    Copy(x + (nint)image * shape.InputLength, group, strips + image * windows.ImageStep + group * windows.GroupStep);
            }
        }

        private void Copy(float* image, int group, float* target)
        {
            var depth = shape.ChannelsPerGroup;
            var strip = windows.IsUnfolded ? t_strip.Rent((long)windows.StripHeight * windows.StripWidth * depth + Strip.UnfoldSlack) : target;
            Strip.Copy(
                image,
                shape.Height,
                shape.Width,
                shape.Channels,
                group * depth,
                depth,
                -shape.PaddingY,
                windows.StripHeight,
                -shape.PaddingX,
                windows.StripWidth,
                strip);
            if (windows.IsUnfolded)
                Strip.Unfold(strip, shape, windows, target);
        }
    }

    /// <summary>Channels last in the sums, first in the weights.</summary>
    private readonly struct ReorderBody(Convolution2DShape shape, float* sums, float* dw) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var depth = shape.ChannelsPerGroup;
            var taps = shape.KernelHeight * shape.KernelWidth;
            for (var filter = start; filter < end; filter++)
            {
                var at = (nint)filter * depth * taps;
                Packing.Transpose(sums + at, depth, taps, depth, dw + at, taps);
            }
        }
    }

    private readonly struct BiasBody(Convolution2DShape shape, float* dy, float* sums) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var image = start; image < end; image++)
            {
                var gradients = dy + (nint)image * shape.OutputLength;
                var total = new Span<float>(sums + (nint)image * shape.Filters, shape.Filters);
                total.Clear();
                Elementwise.AddRows(new ReadOnlySpan<float>(gradients, shape.OutputLength), total);
            }
        }
    }
}
