using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>The parallel body of a product: item t is one block of C, for a range of k and of columns whose right operand is ready.</summary>
internal readonly unsafe struct ProductBody<TLanes, TVector> : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Rows of a panel of A.</summary>
    public const int PanelRows = 8;

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
    public ProductBody<TLanes, TVector> Cut(int rowBlock, int columnBlock, int columnBlocks) => new(this, rowBlock, columnBlock, columnBlocks);

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
        var edgeTile = stackalloc float[PanelRows * 3 * TLanes.Count];
        var pack = WorthPacking(jEnd - jStart);
        var packedA = pack ? t_packedA.Rent(MostRows * StepBlock) : null;
        var pStart = StepStart;
        do
        {
            var steps = Math.Min(StepBlock, StepEnd - pStart);
            var isLast = pStart + steps >= Product.K;
            if (pack)
                PackA(iStart, iEnd, pStart, steps, packedA);

            for (var j = jStart; j < jEnd; j += ColumnBlock)
            {
                var jStop = Math.Min(jEnd, j + ColumnBlock);
                for (var i = iStart; i < iEnd; i += PanelRows)
                {
                    var rows = Math.Min(PanelRows, iEnd - i);
                    var a = pack
                        ? new StridedMatrix(packedA + (nint)(i - iStart) * steps, 1, PanelRows)
                        : new StridedMatrix(Product.A.At(i, pStart), Product.A.Row, Product.A.Column);
                    DoPanel(a, i, rows, j, jStop, pStart, steps, edgeTile);
                    if (isLast)
                        EpiloguePass.Apply(Product, i, rows, j, jStop - j);
                }
            }

            pStart += steps;
        }
        while (pStart < StepEnd);
    }

    /// <summary>
    /// Packing A costs each element once; reading it in place costs a wide stride once per tile. Rows that lie a multiple of 1 KiB apart
    /// displace each other from the cache.
    /// </summary>
    private bool WorthPacking(int columns)
        => columns > 4 * 3 * TLanes.Count || (columns > 3 * TLanes.Count && Product.A.Column == 1 && Product.A.Row % 256 == 0);

    private void PackA(int iStart, int iEnd, int p, int steps, float* packed)
    {
        for (var i = iStart; i < iEnd; i += PanelRows)
        {
            var rows = Math.Min(PanelRows, iEnd - i);
            if (Product.A.Column == 1)
                Packing.Transpose(Product.A.At(i, p), Product.A.Row, rows, steps, packed, PanelRows);
            else
                Packing.Copy(Product.A.At(i, p), Product.A.Column, steps, rows, packed, PanelRows);
            packed += (nint)PanelRows * steps;
        }
    }

    /// <summary>One panel of A against the panels of B from column <paramref name="j"/> on.</summary>
    private void DoPanel(StridedMatrix a, int i, int rows, int j, int jEnd, int p, int steps, float* edgeTile)
    {
        var fromC = Product.Accumulate || p > 0;
        while (j < jEnd)
        {
            var width = MatrixEngine<TLanes, TVector>.TileWidth(ColumnEnd - j);
            var columns = Math.Min(width, ColumnEnd - j);
            var b = PanelOfB(j, p, columns < width, width, out var bStep);
            var c = Product.C + (nint)i * Product.N + j;
            if (columns == width)
                DoTile(rows, width, steps, a, b, bStep, c, Product.N, fromC);
            else
                DoEdgeTile(rows, width, columns, steps, a, b, bStep, c, fromC, edgeTile);
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

    /// <summary>A tile wider than what is left of C: through a tile of its own.</summary>
    private void DoEdgeTile(
        int rows, int width, int columns, int steps, StridedMatrix a, float* b, nint bStep, float* c, bool fromC, float* edgeTile)
    {
        if (fromC)
        {
            for (var i = 0; i < rows; i++)
                new ReadOnlySpan<float>(c + (nint)i * Product.N, columns).CopyTo(new Span<float>(edgeTile + i * width, columns));
        }

        DoTile(rows, width, steps, a, b, bStep, edgeTile, width, fromC);
        for (var i = 0; i < rows; i++)
            new ReadOnlySpan<float>(edgeTile + i * width, columns).CopyTo(new Span<float>(c + (nint)i * Product.N, columns));
    }

    private static void DoTile(int rows, int width, int steps, StridedMatrix a, float* b, nint bStep, float* c, nint cRow, bool fromC)
    {
        switch (width / TLanes.Count)
        {
            case 3: DoRows<TLanes, TVector, Three>(rows, TLanes.Rows, steps, a, b, bStep, c, cRow, fromC); break;
            case 2: DoRows<TLanes, TVector, Two>(rows, TLanes.Rows, steps, a, b, bStep, c, cRow, fromC); break;
            case 1: DoRows<TLanes, TVector, One>(rows, PanelRows, steps, a, b, bStep, c, cRow, fromC); break;
            default: DoRows<Avx2Lanes, Vector256<float>, One>(rows, PanelRows, steps, a, b, bStep, c, cRow, fromC); break;
        }
    }

    /// <summary>Rows in tiles of eight where the registers hold them, else four; then what is left by halves.</summary>
    private static void DoRows<TTileLanes, TTileVector, TVectors>(
        int rows, int mostRows, int steps, StridedMatrix a, float* b, nint bStep, float* c, nint cRow, bool fromC)
        where TTileLanes : struct, ILanes<TTileVector>
        where TTileVector : struct
        where TVectors : struct, IConstant
    {
        var row = a.Data;
        while (rows > 0)
        {
            int done;
            if (rows >= 8 && mostRows >= 8)
            {
                MicroKernel<TTileLanes, TTileVector, Eight, TVectors>.Run(steps, row, a.Row, a.Column, b, bStep, c, cRow, fromC);
                done = 8;
            }
            else if (rows >= 4)
            {
                MicroKernel<TTileLanes, TTileVector, Four, TVectors>.Run(steps, row, a.Row, a.Column, b, bStep, c, cRow, fromC);
                done = 4;
            }
            else if (rows >= 2)
            {
                MicroKernel<TTileLanes, TTileVector, Two, TVectors>.Run(steps, row, a.Row, a.Column, b, bStep, c, cRow, fromC);
                done = 2;
            }
            else
            {
                MicroKernel<TTileLanes, TTileVector, One, TVectors>.Run(steps, row, a.Row, a.Column, b, bStep, c, cRow, fromC);
                done = 1;
            }

            rows -= done;
            row += done * a.Row;
            c += done * cRow;
        }
    }
}
