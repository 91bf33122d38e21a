namespace Experiments.Numerics;

/// <summary>Brings filters [filters, channels / groups, kernelHeight, kernelWidth] into the panels that correlations read.</summary>
internal static unsafe class FilterPacking
{
    [ThreadStatic]
    private static ScratchBuffer t_terms;

    /// <summary>Terms in the order kernel row, kernel column, channel; columns are the filters.</summary>
    public static void PackForward(
        KernelEngine engine, Convolution2DShape shape, Correlation forward, float* weights, float* panels, ComputeThreads threads)
    {
        var taps = shape.KernelHeight * shape.KernelWidth;
        var channelStep = taps;
        var filterStep = shape.ChannelsPerGroup * taps;
        Pack(engine, forward, new TapOrder(0, 0, 1, 1, shape.KernelWidth, false), weights, channelStep, filterStep, shape, panels, threads);
    }

    /// <summary>Terms in the order kernel row and column of the phase, both from the last, then filter; columns are the channels.</summary>
    public static void PackInputGradient(
        KernelEngine engine, Convolution2DShape shape, Correlation phase, float* weights, float* panels, ComputeThreads threads)
    {
        var taps = shape.KernelHeight * shape.KernelWidth;
        var firstY = phase.TargetOffset / (shape.Width * shape.Channels);
        var firstX = phase.TargetOffset % (shape.Width * shape.Channels) / shape.Channels;
        var order = new TapOrder(
            (firstY + shape.PaddingY) % shape.StrideY, (firstX + shape.PaddingX) % shape.StrideX, shape.StrideY, shape.StrideX,
            shape.KernelWidth, true);
        Pack(engine, phase, order, weights, shape.ChannelsPerGroup * taps, taps, shape, panels, threads);
    }

    private static void Pack(
        KernelEngine engine,
        Correlation correlation,
        TapOrder order,
        float* weights,
        nint depthStep,
        nint columnStep,
        Convolution2DShape shape,
        float* panels,
        ComputeThreads threads)
    {
        var terms = correlation.Terms;
        var taps = correlation.TapsY * correlation.TapsX;
        if (taps == 0)
        {
            return;
        }

        var dense = t_terms.Rent((long)terms * correlation.Columns);
        var groupLength = (nint)shape.FiltersPerGroup * shape.ChannelsPerGroup * shape.KernelHeight * shape.KernelWidth;
        for (var group = 0; group < correlation.Groups; group++)
        {
            var body = new ReorderBody(correlation, order, weights + group * groupLength, depthStep, columnStep, dense);
            threads.For(taps, Math.Max(1, (1 << 13) / Math.Max(1, correlation.Depth * correlation.Columns)), body);
            var target = panels + correlation.PanelOffset + group * engine.PackedLength(terms, correlation.Columns);
            engine.Pack(new StridedMatrix(dense, correlation.Columns, 1), terms, correlation.Columns, target, threads);
        }
    }

    /// <summary>Where in a filter a correlation's tap (y, x) lies.</summary>
    private readonly struct TapOrder(int phaseY, int phaseX, int strideY, int strideX, int kernelWidth, bool reversed)
    {
        public nint At(Correlation correlation, int tap)
        {
            var (y, x) = (tap / correlation.TapsX, tap % correlation.TapsX);
            if (reversed)
            {
                (y, x) = (correlation.TapsY - 1 - y, correlation.TapsX - 1 - x);
            }
            return (nint)(phaseY + y * strideY) * kernelWidth + phaseX + x * strideX;
        }
    }

    private readonly struct ReorderBody(
        Correlation correlation, TapOrder order, float* weights, nint depthStep, nint columnStep, float* dense) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var target = dense + (nint)start * correlation.Depth * correlation.Columns;
            for (var tap = start; tap < end; tap++)
            {
                var at = weights + order.At(correlation, tap);
                for (var d = 0; d < correlation.Depth; d++)
                {
                    var from = at + d * depthStep;
                    for (var j = 0; j < correlation.Columns; j++, from += columnStep)
                    {
                        *target++ = *from;
                    }
                }
            }
        }
    }
}
