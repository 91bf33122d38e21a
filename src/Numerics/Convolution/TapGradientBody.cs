namespace Experiments.Numerics;

/// <summary>
/// The parallel body of the gradient of the weights: item t is one tap of the filters and a block of eight filters. Rows of a tile are
/// filters, its columns channels; the sums run over images and those of their output pixels, in order, whose window has the tap inside of
/// the image.
/// </summary>
/// <remarks>A term that is left out would have added 0 times a gradient, which changes no sum of finite terms.</remarks>
internal readonly unsafe struct TapGradientBody<TLanes, TVector>(WeightGradientCall call) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int FilterBlock = Tile<TLanes, TVector>.MostRows;

    private int FilterBlocks => (call.Shape.FiltersPerGroup + FilterBlock - 1) / FilterBlock;

    public int Items => call.Shape.Groups * call.Shape.KernelHeight * call.Shape.KernelWidth * FilterBlocks;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        var shape = call.Shape;
        for (var item = start; item < end; item++)
        {
            var filter = item % FilterBlocks * FilterBlock;
            var tap = item / FilterBlocks;
            var column = tap % shape.KernelWidth;
            var row = tap / shape.KernelWidth % shape.KernelHeight;
            DoTap(tap / (shape.KernelWidth * shape.KernelHeight), row, column, filter, edge);
        }
    }

    private void DoTap(int group, int kernelRow, int kernelColumn, int filter, float* edge)
    {
        var shape = call.Shape;
        var depth = shape.ChannelsPerGroup;
        var line = (nint)shape.Width * shape.Channels;
        var (y, rows) = Inside(kernelRow - shape.PaddingY, shape.StrideY, shape.OutputHeight, shape.Height);
        var (x, columns) = Inside(kernelColumn - shape.PaddingX, shape.StrideX, shape.OutputWidth, shape.Width);
        var pixelStep = (nint)shape.StrideX * shape.Channels;
        var walk = new TileWalk(
            rows, columns, 1, shape.Filters, (nint)(shape.OutputWidth - columns) * shape.Filters, pixelStep,
            shape.StrideY * line - columns * pixelStep);

        var firstFilter = group * shape.FiltersPerGroup + filter;
        var filters = Math.Min(FilterBlock, shape.FiltersPerGroup - filter);
        var a = call.OutputGradient + ((nint)y * shape.OutputWidth + x) * shape.Filters + firstFilter;
        var b = call.Input + (y * shape.StrideY + kernelRow - shape.PaddingY) * line
            + (nint)(x * shape.StrideX + kernelColumn - shape.PaddingX) * shape.Channels + group * depth;
        var sumsRow = (nint)shape.KernelHeight * shape.KernelWidth * depth;
        var sums = call.Sums + firstFilter * sumsRow + (kernelRow * shape.KernelWidth + kernelColumn) * (nint)depth;
        for (var image = 0; image < call.Images; image++)
        {
            for (var j = 0; j < depth;)
            {
                var width = Tile<TLanes, TVector>.WidthFor(depth - j);
                Tile<TLanes, TVector>.Run(
                    filters, width, width, walk, a + (nint)image * shape.OutputLength, b + (nint)image * shape.InputLength + j, sums + j,
                    sumsRow, !call.IsFirst || image > 0, edge);
                j += width;
            }
        }
    }

    /// <summary>The first of the <paramref name="count"/> outputs that meets an input, where output o meets input start + o stride, and how
    /// many do.</summary>
    private static (int First, int Count) Inside(int start, int stride, int count, int size)
    {
        var first = start < 0 ? Math.Min(count, (-start + stride - 1) / stride) : 0;
        var end = start < size ? Math.Min(count, (size - 1 - start) / stride + 1) : 0;
        return (first, Math.Max(0, end - first));
    }
}
