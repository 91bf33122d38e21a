namespace Experiments.Numerics;

/// <summary>A block of images for the gradient of the weights; every pointer is pinned while it runs.</summary>
internal readonly unsafe struct WeightGradientCall(
    Convolution2DShape shape, int images, float* strips, nint stripLength, float* dy, float* sums, bool isFirst)
{
    public readonly Convolution2DShape Shape = shape;
    public readonly int Images = images;

    /// <summary>[images, groups, stripHeight, stripWidth, channels / groups]: every padded image.</summary>
    public readonly float* Strips = strips;

    /// <summary>Floats of one image's strips.</summary>
    public readonly nint StripLength = stripLength;

    /// <summary>[images, outputHeight, outputWidth, filters].</summary>
    public readonly float* OutputGradient = dy;

    /// <summary>[filters, kernelHeight, kernelWidth, channels / groups].</summary>
    public readonly float* Sums = sums;

    /// <summary>Starts the sums from 0.</summary>
    public readonly bool IsFirst = isFirst;
}

/// <summary>
/// The parallel body of the gradient of the weights: item t is a block of filters for one kernel row. Rows of a tile are filters, its columns are
/// kernel columns and channels, which lie side by side in the strips; the sums run over images and their output pixels in order.
/// </summary>
internal readonly unsafe struct WeightGradientBody<TLanes, TVector>(WeightGradientCall call) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int FilterBlock = 16;

    // A multiple of every tile's width.
    private const int ColumnBlock = 240;

    private int FilterBlocks => (call.Shape.FiltersPerGroup + FilterBlock - 1) / FilterBlock;

    private int Run => call.Shape.KernelWidth * call.Shape.ChannelsPerGroup;

    private int ColumnBlocks => (Run + ColumnBlock - 1) / ColumnBlock;

    public int Items => call.Shape.Groups * call.Shape.KernelHeight * FilterBlocks * ColumnBlocks;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        for (var item = start; item < end; item++)
        {
            var j = item % ColumnBlocks * ColumnBlock;
            var rest = item / ColumnBlocks;
            var filter = rest % FilterBlocks * FilterBlock;
            rest /= FilterBlocks;
            for (var image = 0; image < call.Images; image++)
                DoImage(image, rest / call.Shape.KernelHeight, rest % call.Shape.KernelHeight, filter, j, edge);
        }
    }

    private void DoImage(int image, int group, int kernelRow, int filter, int j, float* edge)
    {
        var shape = call.Shape;
        var depth = shape.ChannelsPerGroup;
        var stripWidth = (shape.OutputWidth - 1) * shape.StrideX + shape.KernelWidth;
        var stripHeight = (shape.OutputHeight - 1) * shape.StrideY + shape.KernelHeight;
        var line = (nint)stripWidth * depth;
        var b = call.Strips + image * call.StripLength + ((nint)group * stripHeight + kernelRow) * line;
        var pixel = (nint)shape.StrideX * depth;
        var walk = new TileWalk(
            shape.OutputHeight, shape.OutputWidth, 1, shape.Filters, 0, pixel, shape.StrideY * line - shape.OutputWidth * pixel);

        var firstFilter = group * shape.FiltersPerGroup;
        var a = call.OutputGradient + (nint)image * shape.OutputLength + firstFilter;
        var sumsRow = (nint)shape.KernelHeight * Run;
        var fromSums = !call.IsFirst || image > 0;
        var filterEnd = Math.Min(shape.FiltersPerGroup, filter + FilterBlock);
        var jEnd = Math.Min(Run, j + ColumnBlock);
        while (j < jEnd)
        {
            var width = Tile<TLanes, TVector>.WidthFor(Run - j);
            var columns = Math.Min(width, Run - j);
            for (var f = filter; f < filterEnd; f += Tile<TLanes, TVector>.MostRows)
            {
                var rows = Math.Min(Tile<TLanes, TVector>.MostRows, filterEnd - f);
                var sums = call.Sums + (firstFilter + f) * sumsRow + kernelRow * Run + j;
                Tile<TLanes, TVector>.Run(rows, columns, width, walk, a + f, b + j, sums, sumsRow, fromSums, edge);
            }

            j += width;
        }
    }
}
