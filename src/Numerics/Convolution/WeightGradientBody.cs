namespace Experiments.Numerics;

/// <summary>A block of images for the gradient of the weights; every pointer is pinned while it runs.</summary>
internal readonly unsafe struct WeightGradientCall(
    Convolution2DShape shape, in WindowRows windows, int images, float* strips, float* dy, float* sums, bool isFirst)
{
    public readonly Convolution2DShape Shape = shape;
    public readonly WindowRows Windows = windows;
    public readonly int Images = images;
    public readonly float* Strips = strips;

    /// <summary>[images, outputHeight, outputWidth, filters].</summary>
    public readonly float* OutputGradient = dy;

    /// <summary>[filters, kernelHeight, kernelWidth, channels / groups].</summary>
    public readonly float* Sums = sums;

    /// <summary>Starts the sums from 0.</summary>
    public readonly bool IsFirst = isFirst;
}

/// <summary>
/// The parallel body of the gradient of the weights: item t is a block of filters for one row of the windows. Rows of a tile are filters, its columns
/// are the pixels and channels of that row, which lie side by side in the strips; the sums run over images and their output pixels in order.
/// </summary>
internal readonly unsafe struct WeightGradientBody<TLanes, TVector>(WeightGradientCall call) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // A multiple of every tile's width.
    private const int ColumnBlock = 240;

    // Fewer when there are few blocks otherwise.
    private readonly int _filterBlock = call.Shape.FiltersPerGroup * call.Windows.Count >= 128 ? 16 : 8;

    private int FilterBlocks => (call.Shape.FiltersPerGroup + _filterBlock - 1) / _filterBlock;

    private int ColumnBlocks => (call.Windows.Length + ColumnBlock - 1) / ColumnBlock;

    public int Items => call.Shape.Groups * call.Windows.Count * FilterBlocks * ColumnBlocks;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        for (var item = start; item < end; item++)
        {
            var j = item % ColumnBlocks * ColumnBlock;
            var rest = item / ColumnBlocks;
            var filter = rest % FilterBlocks * _filterBlock;
            rest /= FilterBlocks;
            for (var image = 0; image < call.Images; image++)
                DoImage(image, rest / call.Windows.Count, rest % call.Windows.Count, filter, j, edge);
        }
    }

    private void DoImage(int image, int group, int windowRow, int filter, int j, float* edge)
    {
        var shape = call.Shape;
        var windows = call.Windows;
        var b = call.Strips + image * windows.ImageStep + group * windows.GroupStep + windowRow * windows.RowStep;
        var walk = new TileWalk(
            shape.OutputHeight, shape.OutputWidth, 1, shape.Filters, 0, windows.PixelStep, windows.LineStep - shape.OutputWidth * windows.PixelStep);

        var firstFilter = group * shape.FiltersPerGroup;
        var a = call.OutputGradient + (nint)image * shape.OutputLength + firstFilter;
        var sumsRow = (nint)windows.Count * windows.Length;
        var fromSums = !call.IsFirst || image > 0;
        var filterEnd = Math.Min(shape.FiltersPerGroup, filter + _filterBlock);
        var jEnd = Math.Min(windows.Length, j + ColumnBlock);
        while (j < jEnd)
        {
            var width = Tile<TLanes, TVector>.WidthFor(windows.Length - j);
            var columns = Math.Min(width, windows.Length - j);
            for (var f = filter; f < filterEnd; f += Tile<TLanes, TVector>.MostRows)
            {
                var rows = Math.Min(Tile<TLanes, TVector>.MostRows, filterEnd - f);
                var sums = call.Sums + (firstFilter + f) * sumsRow + windowRow * windows.Length + j;
                Tile<TLanes, TVector>.Run(rows, columns, width, walk, a + f, b + j, sums, sumsRow, fromSums, edge);
            }

            j += width;
        }
    }
}
