namespace Experiments.Numerics;

/// <summary>
/// The parallel body of a correlation of whole groups of eight images: item t is a block of target rows of one group. The rows of a tile
/// are the same pixel of the eight images, so they all meet the same taps: those outside of the images are left out, and the images are
/// read in place.
/// </summary>
/// <remarks>A term that is left out would have added 0 times a filter's weight, which changes no sum of finite terms.</remarks>
internal readonly unsafe struct BatchCorrelationBody<TLanes, TVector> : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Images of a group.</summary>
    public const int Group = Tile<TLanes, TVector>.MostRows;

    private readonly CorrelationCall _call;
    private readonly int _rowBlock;
    private readonly int _rowBlocks;

    public BatchCorrelationBody(in CorrelationCall call, int threads)
    {
        _call = call;

        // Phases interleave in the target: the rows of all of them are finished together, for the epilogue.
        var rows = call.Correlations[0].CountY;
        var wanted = call.Correlations.Length > 1 ? 1 : Math.Clamp(4 * threads * Group / call.Images, 1, rows);
        _rowBlock = (rows + wanted - 1) / wanted;
        _rowBlocks = (rows + _rowBlock - 1) / _rowBlock;
    }

    public int Items => _call.Images / Group * _rowBlocks;

    /// <summary>The channels of neighbouring pixels must lie side by side, and images not a multiple of 4 KiB apart: eight such would
    /// displace each other from the first-level cache.</summary>
    public static bool Suits(Correlation[] correlations) =>
        correlations[0] is var first && first.Groups == 1 && first.SourceHeight * first.SourceWidth * first.Depth % 1024 != 0;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        for (var item = start; item < end; item++)
        {
            var image = item / _rowBlocks * Group;
            if (_call.Correlations.Length > 1)
            {
                DoPhases(image, edge);
            }
            else
            {
                DoRows(image, item % _rowBlocks * _rowBlock, edge);
            }
        }
    }

    private void DoPhases(int image, float* edge)
    {
        foreach (var correlation in _call.Correlations)
        {
            for (var y = 0; y < correlation.CountY; y++)
            {
                DoRow(correlation, image, y, edge);
            }
        }

        var channels = _call.Correlations[0].Columns;
        EpiloguePass.Apply(_call.Epilogue, _call.Target, (nint)image * _call.TargetLength, Group * _call.TargetLength, channels);
    }

    /// <summary>The epilogue follows each row, while it is in the cache.</summary>
    private void DoRows(int image, int y, float* edge)
    {
        var correlation = _call.Correlations[0];
        for (var yEnd = Math.Min(correlation.CountY, y + _rowBlock); y < yEnd; y++)
        {
            DoRow(correlation, image, y, edge);
            for (var i = image; i < image + Group; i++)
            {
                var start = (nint)i * _call.TargetLength + (nint)y * correlation.TargetRow;
                EpiloguePass.Apply(_call.Epilogue, _call.Target, start, correlation.TargetRow, correlation.Columns);
            }
        }
    }

    private void DoRow(Correlation correlation, int image, int y, float* edge)
    {
        var depth = correlation.Depth;
        var line = (nint)correlation.SourceWidth * depth;
        var imageStep = correlation.SourceHeight * line;
        var top = correlation.StartY + y * correlation.StrideY;
        var (firstRow, rows) = Inside(top, correlation.TapsY, correlation.SourceHeight);
        var source = _call.Source + image * imageStep + (top + firstRow) * line;
        var target = _call.Target + (nint)image * _call.TargetLength + correlation.TargetOffset + (nint)y * correlation.TargetRow;
        var panel = _call.Panels + correlation.PanelOffset;
        for (var j = 0; j < correlation.Columns;)
        {
            var tile = Tile<TLanes, TVector>.WidthFor(correlation.Columns - j);
            var columns = Math.Min(tile, correlation.Columns - j);
            for (var x = 0; x < correlation.CountX; x++)
            {
                var left = correlation.StartX + x * correlation.StrideX;
                var (firstColumn, run) = Inside(left, correlation.TapsX, correlation.SourceWidth);
                var steps = (nint)run * depth;
                var walk = new TileWalk(rows, steps, imageStep, 1, line - steps, tile, ((nint)correlation.TapsX * depth - steps) * tile);
                var b = panel + ((nint)firstRow * correlation.TapsX + firstColumn) * depth * tile;
                var c = target + (nint)x * correlation.TargetPixel + j;
                Tile<TLanes, TVector>.Run(
                    Group, columns, tile, walk, source + (left + firstColumn) * (nint)depth, b, c, _call.TargetLength, false, edge);
            }

            panel += (nint)correlation.Terms * tile;
            j += tile;
        }
    }

    /// <summary>The first of the taps from <paramref name="start"/> on that lie in the source, and how many do.</summary>
    private static (int First, int Count) Inside(int start, int taps, int size)
    {
        var first = Math.Clamp(-start, 0, taps);
        return (first, Math.Max(0, Math.Min(taps, size - start) - first));
    }
}
