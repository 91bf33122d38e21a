namespace Experiments.Numerics;

/// <summary>The parallel body of a product: item t is one block of C, for a range of k and of columns whose right operand is
/// ready.</summary>
internal readonly unsafe struct ProductBody<TLanes, TVector> : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Rows of a panel of A.</summary>
    public const int PanelRows = Tile<TLanes, TVector>.MostRows;

    /// <summary>Most rows of a block: its packed A stays in the second-level cache beside the panels of B.</summary>
    public const int MostRows = 64;

    private const int StepBlock = 256;

    // Times StepBlock floats: 480 KiB of B in the second-level cache. A multiple of every panel width.
    private const int ColumnBlock = 480;

    [ThreadStatic]
    private static ScratchBuffer t_packedA;

    private readonly float* _packedB;
    private readonly float* _packedEdge;
    private readonly int _rowBlock;
    private readonly int _columnBlock;
    private readonly int _columnBlocks;

    /// <param name="product">The whole product.</param>
    /// <param name="columnStart">First column of the range.</param>
    /// <param name="columnEnd">End of the range of columns.</param>
    /// <param name="stepStart">First k of the range.</param>
    /// <param name="stepEnd">End of the range of k.</param>
    /// <param name="packedB">The panels of that range, or null to read B in place.</param>
    /// <param name="packedEdge">When B is read in place: the panel of its last columns, if they do not fill a tile.</param>
    public ProductBody(
        in Product product, int columnStart, int columnEnd, int stepStart, int stepEnd, float* packedB, float* packedEdge)
    {
        Product = product;
        (ColumnStart, ColumnEnd, StepStart, StepEnd) = (columnStart, columnEnd, stepStart, stepEnd);
        _packedB = packedB;
        _packedEdge = packedEdge;
    }

    private ProductBody(in ProductBody<TLanes, TVector> whole, int rowBlock, int columnBlock, int columnBlocks)
    {
        this = whole;
        (_rowBlock, _columnBlock, _columnBlocks) = (rowBlock, columnBlock, columnBlocks);
    }

    public Product Product { get; }

    public int ColumnStart { get; }

    public int ColumnEnd { get; }

    public int StepStart { get; }

    public int StepEnd { get; }

    /// <summary>The same body with C cut into blocks, numbered along rows of blocks.</summary>
    public ProductBody<TLanes, TVector> Cut(int rowBlock, int columnBlock, int columnBlocks) =>
        new(this, rowBlock, columnBlock, columnBlocks);

    public void Invoke(int start, int end)
    {
        for (var block = start; block < end; block++)
        {
            var i = block / _columnBlocks * _rowBlock;
            var j = ColumnStart + block % _columnBlocks * _columnBlock;
            DoBlock(i, Math.Min(Product.M, i + _rowBlock), j, Math.Min(ColumnEnd, j + _columnBlock));
        }
    }

    private void DoBlock(int iStart, int iEnd, int jStart, int jEnd)
    {
        var edgeTile = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        var pack = WorthPacking(jEnd - jStart);
        var packedA = pack ? t_packedA.Rent(MostRows * StepBlock) : null;

        // A panel that is read in place is scattered over the pages of B: all rows of the block use it while it is near.
        var columnBlock = _packedB is null ? Tile<TLanes, TVector>.MostColumns : ColumnBlock;
        var pStart = StepStart;
        do
        {
            var steps = Math.Min(StepBlock, StepEnd - pStart);
            var isLast = pStart + steps >= Product.K;
            if (pack)
            {
                PackA(iStart, iEnd, pStart, steps, packedA);
            }

            for (var j = jStart; j < jEnd; j += columnBlock)
            {
                var jStop = Math.Min(jEnd, j + columnBlock);
                for (var i = iStart; i < iEnd; i += PanelRows)
                {
                    var rows = Math.Min(PanelRows, iEnd - i);
                    var a = pack
                        ? new StridedMatrix(packedA + (nint)(i - iStart) * steps, 1, PanelRows)
                        : new StridedMatrix(Product.A.At(i, pStart), Product.A.Row, Product.A.Column);
                    DoPanel(a, i, rows, j, jStop, pStart, steps, edgeTile);
                    if (isLast)
                    {
                        EpiloguePass.Apply(Product, i, rows, j, jStop - j);
                    }
                }
            }

            pStart += steps;
        }
        while (pStart < StepEnd);
    }

    /// <summary>Packing A costs each element once; reading it in place costs a wide stride once per tile. Rows that lie a multiple of 1 KiB
    /// apart displace each other from the cache.</summary>
    private bool WorthPacking(int columns) =>
        columns > 4 * 3 * TLanes.Count || (columns > 3 * TLanes.Count && Product.A.Column == 1 && Product.A.Row % 256 == 0);

    private void PackA(int iStart, int iEnd, int p, int steps, float* packed)
    {
        for (var i = iStart; i < iEnd; i += PanelRows)
        {
            var rows = Math.Min(PanelRows, iEnd - i);
            if (Product.A.Column == 1)
            {
                Packing.Transpose(Product.A.At(i, p), Product.A.Row, rows, steps, packed, PanelRows);
            }
            else
            {
                Packing.Copy(Product.A.At(i, p), Product.A.Column, steps, rows, packed, PanelRows);
            }
            packed += (nint)PanelRows * steps;
        }
    }

    /// <summary>One panel of A against the panels of B from column <paramref name="j"/> on.</summary>
    private void DoPanel(StridedMatrix a, int i, int rows, int j, int jEnd, int p, int steps, float* edgeTile)
    {
        var fromC = Product.Accumulate || p > 0;
        while (j < jEnd)
        {
            var width = Tile<TLanes, TVector>.WidthFor(ColumnEnd - j);
            var columns = Math.Min(width, ColumnEnd - j);
            var b = PanelOfB(j, p, columns < width, width, out var bStep);
            var walk = TileWalk.Straight(steps, a.Row, a.Column, bStep);
            Tile<TLanes, TVector>.Run(
                rows, columns, width, walk, a.Data, b, Product.C + (nint)i * Product.N + j, Product.N, fromC, edgeTile);
            j += width;
        }
    }

    private float* PanelOfB(int j, int p, bool isEdge, int width, out nint bStep)
    {
        if (_packedB is null && !isEdge)
        {
            bStep = Product.B.Row;
            return Product.B.At(p, j);
        }

        bStep = width;
        return _packedB is null
            ? _packedEdge + (nint)p * width
            : _packedB + (nint)(j - ColumnStart) * (StepEnd - StepStart) + (nint)(p - StepStart) * width;
    }
}
