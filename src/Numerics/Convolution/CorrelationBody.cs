namespace Experiments.Numerics;

/// <summary>The parallel body of a correlation: item t is a block of target rows of one image, with all its channels.</summary>
internal readonly unsafe struct CorrelationBody<TLanes, TVector> : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // 256 KiB of source pixels, beside the filters in the second-level cache.
    private const int MostStripFloats = 1 << 16;

    [ThreadStatic]
    private static ScratchBuffer t_strip;

    private readonly CorrelationCall _call;
    private readonly int _rowBlock;
    private readonly int _rowBlocks;

    public CorrelationBody(in CorrelationCall call, int threads)
    {
        _call = call;
        var first = call.Correlations[0];

        // Phases interleave in the target: the rows of all of them are finished together, for the epilogue.
        var mayCut = call.Correlations.Length == 1;
        var fitting = Math.Max(1, (MostStripFloats / Math.Max(1, first.StripWidth * first.Depth) - first.TapsY) / first.StrideY + 1);
        var wanted = Math.Max(1, 2 * threads / Math.Max(1, call.Images));
        _rowBlock = mayCut ? Math.Min(fitting, (first.CountY + wanted - 1) / wanted) : first.CountY;
        _rowBlocks = (first.CountY + _rowBlock - 1) / _rowBlock;
    }

    public int Items => _call.Images * _rowBlocks;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        for (var item = start; item < end; item++)
        {
            var image = item / _rowBlocks;
            var y = item % _rowBlocks * _rowBlock;
            foreach (var correlation in _call.Correlations)
            {
                var yEnd = _call.Correlations.Length == 1 ? Math.Min(correlation.CountY, y + _rowBlock) : correlation.CountY;
                for (var group = 0; group < correlation.Groups; group++)
                {
                    DoRows(correlation, image, group, y, yEnd, edge);
                }
            }

            Finish(image, y);
        }
    }

    private void DoRows(Correlation correlation, int image, int group, int y, int yEnd, float* edge)
    {
        var depth = correlation.Depth;
        var width = correlation.StripWidth;
        var height = correlation.StripHeight(yEnd - y);
        var strip = t_strip.Rent((long)height * width * depth);
        Strip.Copy(
            _call.Source + (nint)image * correlation.SourceHeight * correlation.SourceWidth * correlation.SourceChannels,
            correlation.SourceHeight,
            correlation.SourceWidth,
            correlation.SourceChannels,
            group * depth,
            depth,
            correlation.StartY + y * correlation.StrideY,
            height,
            correlation.StartX,
            width,
            strip);

        var line = (nint)width * depth;
        var terms = correlation.Terms;
        var panel = _call.Panels + correlation.PanelOffset + group * (terms * Tile<TLanes, TVector>.PaddedColumns(correlation.Columns));
        var target = _call.Target + (nint)image * _call.TargetLength + correlation.TargetOffset + group * correlation.Columns;
        for (var j = 0; j < correlation.Columns;)
        {
            var tile = Tile<TLanes, TVector>.WidthFor(correlation.Columns - j);
            var columns = Math.Min(tile, correlation.Columns - j);
            var walk = new TileWalk(
                correlation.TapsY, correlation.TapsX * depth, correlation.StrideX * depth, 1, line - correlation.TapsX * depth, tile, 0);
            for (var row = y; row < yEnd; row++)
            {
                var a = strip + (row - y) * correlation.StrideY * line;
                var c = target + (nint)row * correlation.TargetRow + j;
                for (var x = 0; x < correlation.CountX; x += Tile<TLanes, TVector>.MostRows)
                {
                    var rows = Math.Min(Tile<TLanes, TVector>.MostRows, correlation.CountX - x);
                    Tile<TLanes, TVector>.Run(
                        rows, columns, tile, walk, a + x * walk.ARow, panel, c + (nint)x * correlation.TargetPixel, correlation.TargetPixel,
                        false, edge);
                }
            }

            panel += (nint)terms * tile;
            j += tile;
        }
    }

    /// <summary>The epilogue on the rows just written, while they are in the cache.</summary>
    private void Finish(int image, int y)
    {
        var first = _call.Correlations[0];
        var start = (nint)image * _call.TargetLength;
        var length = _call.TargetLength;
        if (_rowBlocks > 1)
        {
            start += (nint)y * first.TargetRow;
            length = (Math.Min(first.CountY, y + _rowBlock) - y) * first.TargetRow;
        }

        EpiloguePass.Apply(_call.Epilogue, _call.Target, start, length, first.Columns * first.Groups);
    }
}
