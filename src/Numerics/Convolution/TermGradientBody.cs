namespace Experiments.Numerics;

/// <summary>
/// The parallel body of the gradient of the weights where a pixel's channels would not fill a vector: item t is a few neighbouring weights
/// of one row of the filters. Rows of a tile are those weights, its columns the filters; the sums run over images and their output pixels
/// in order.
/// </summary>
internal readonly unsafe struct TermGradientBody<TLanes, TVector>(WeightGradientCall call) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private readonly int _run = call.Shape.KernelWidth * call.Shape.ChannelsPerGroup;

    private int Tiles => (_run + Tile<TLanes, TVector>.MostRows - 1) / Tile<TLanes, TVector>.MostRows;

    public int Items => call.Shape.Groups * call.Shape.KernelHeight * Tiles;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        var shape = call.Shape;
        for (var item = start; item < end; item++)
        {
            var row = item / Tiles;
            DoTerms(row / shape.KernelHeight, row % shape.KernelHeight, item % Tiles * Tile<TLanes, TVector>.MostRows, edge);
        }
    }

    private void DoTerms(int group, int kernelRow, int term, float* edge)
    {
        var shape = call.Shape;
        var padded = new PaddedImages(shape);
        var filters = shape.FiltersPerGroup;
        var terms = Math.Min(Tile<TLanes, TVector>.MostRows, _run - term);
        var pixelStep = (nint)shape.StrideX * shape.ChannelsPerGroup;
        var walk = new TileWalk(
            shape.OutputHeight, shape.OutputWidth, 1, pixelStep, shape.StrideY * padded.LineStep - shape.OutputWidth * pixelStep,
            shape.Filters, 0);

        var a = call.Padded + group * padded.GroupStep + kernelRow * padded.LineStep + term;
        var b = call.OutputGradient + group * filters;
        var sums = call.Sums + (((nint)group * shape.KernelHeight + kernelRow) * _run + term) * filters;
        for (var image = 0; image < call.Images; image++, a += padded.ImageStep, b += shape.OutputLength)
        {
            for (var j = 0; j < filters;)
            {
                var width = Tile<TLanes, TVector>.WidthFor(filters - j);
                Tile<TLanes, TVector>.Run(terms, width, width, walk, a, b + j, sums + j, filters, !call.IsFirst || image > 0, edge);
                j += width;
            }
        }
    }
}
