namespace Experiments.Numerics;

/// <summary>
/// The parallel body of the gradient of the weights: item t is a block of filters for one row of the windows. Rows of a tile are filters,
/// its columns are the pixels and channels of that row, which lie side by side in the padded images; the sums run over images and their
/// output pixels in order.
/// </summary>
internal readonly unsafe struct WindowGradientBody<TLanes, TVector>(WeightGradientCall call) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // A multiple of every tile's width.
    private const int ColumnBlock = 240;

    // Fewer when there are few blocks otherwise.
    private readonly int _filterBlock = call.Shape.FiltersPerGroup * call.Shape.KernelHeight >= 128 ? 16 : 8;

    private int RowLength => call.Shape.KernelWidth * call.Shape.ChannelsPerGroup;

    private int FilterBlocks => (call.Shape.FiltersPerGroup + _filterBlock - 1) / _filterBlock;

    private int ColumnBlocks => (RowLength + ColumnBlock - 1) / ColumnBlock;

    public int Items => call.Shape.Groups * call.Shape.KernelHeight * FilterBlocks * ColumnBlocks;

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
            {
                DoImage(image, rest / call.Shape.KernelHeight, rest % call.Shape.KernelHeight, filter, j, edge);
            }
        }
    }

    private void DoImage(int image, int group, int windowRow, int filter, int j, float* edge)
    {
        var shape = call.Shape;
        var padded = new PaddedImages(shape);
        var b = call.Padded + image * padded.ImageStep + group * padded.GroupStep + windowRow * padded.LineStep;
        var pixelStep = (nint)shape.StrideX * shape.ChannelsPerGroup;
        var walk = new TileWalk(
            shape.OutputHeight, shape.OutputWidth, 1, shape.Filters, 0, pixelStep,
            shape.StrideY * padded.LineStep - shape.OutputWidth * pixelStep);

        var firstFilter = group * shape.FiltersPerGroup;
        var a = call.OutputGradient + (nint)image * shape.OutputLength + firstFilter;
        var sumsRow = (nint)shape.KernelHeight * RowLength;
        var fromSums = !call.IsFirst || image > 0;
        var filterEnd = Math.Min(shape.FiltersPerGroup, filter + _filterBlock);
        var jEnd = Math.Min(RowLength, j + ColumnBlock);
        while (j < jEnd)
        {
            var width = Tile<TLanes, TVector>.WidthFor(RowLength - j);
            var columns = Math.Min(width, RowLength - j);
            for (var f = filter; f < filterEnd; f += Tile<TLanes, TVector>.MostRows)
            {
                var rows = Math.Min(Tile<TLanes, TVector>.MostRows, filterEnd - f);
                var sums = call.Sums + (firstFilter + f) * sumsRow + windowRow * RowLength + j;
                Tile<TLanes, TVector>.Run(rows, columns, width, walk, a + f, b + j, sums, sumsRow, fromSums, edge);
            }

            j += width;
        }
    }
}
