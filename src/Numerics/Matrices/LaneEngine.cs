namespace Experiments.Numerics;

/// <summary>
/// Products by panels: B is cut into panels of as many columns as a tile is wide, A into panels of eight rows. A block of B's panels stays
/// in the second-level cache, a panel of A in the first, the sums of a tile in registers. A block of k begins where the one before it left
/// C, so every element's sum runs through k in order whatever the blocks are.
/// </summary>
internal sealed unsafe class LaneEngine<TLanes, TVector>(string name) : KernelEngine
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // Most floats of B packed at a time by Multiply: 16 MiB, half of a large third-level cache.
    private const long PackedLimit = 1L << 22;

    // Below this, handing a piece to another thread costs more than doing it.
    private const long PieceFlops = 1L << 19;

    // B is read in place when no more rows than this use it.
    private const int InPlaceRows = 160;

    // Its own rows displace each other from the cache when they lie a multiple of 1 KiB apart: then no more than this.
    private const int InPlaceRowsOfCrowded = 32;

    [ThreadStatic]
    private static ScratchBuffer t_packedB;

    public override string Name { get; } = name;

    public override int Slack => PanelWidth;

    private static int PanelWidth => Tile<TLanes, TVector>.MostColumns;

    public override long PackedLength(int k, int n) => (long)k * Tile<TLanes, TVector>.PaddedColumns(n);

    public override void Pack(StridedMatrix b, int k, int n, float* packed, ComputeThreads threads)
    {
        var panels = (n + PanelWidth - 1) / PanelWidth;
        var grain = (int)Math.Clamp((1 << 15) / Math.Max(1L, (long)k * PanelWidth), 1, Math.Max(1, panels));
        threads.For(panels, grain, new PackBody(b, k, n, packed));
    }

    public override void Multiply(in Product product, ComputeThreads threads)
    {
        if (product.PackedB is not null)
        {
            Run(product, 0, product.N, 0, product.K, product.PackedB, threads);
            return;
        }

        if (product.B.Column == 1 && product.M <= (product.B.Row % 256 == 0 ? InPlaceRowsOfCrowded : InPlaceRows))
        {
            RunInPlace(product, threads);
            return;
        }

        var kChunk = (int)Math.Clamp(PackedLimit / PanelWidth, 1, Math.Max(1, product.K));
        var nChunk = (int)Math.Min(product.N, Math.Max(1, PackedLimit / Math.Max(1L, (long)kChunk * PanelWidth)) * PanelWidth);
        for (var p = 0; p == 0 || p < product.K; p += kChunk)
        {
            var kEnd = Math.Min(product.K, p + kChunk);
            for (var j = 0; j < product.N; j += nChunk)
            {
                var jEnd = Math.Min(product.N, j + nChunk);
                var packed = t_packedB.Rent(PackedLength(kEnd - p, jEnd - j));
                Pack(new StridedMatrix(product.B.At(p, j), product.B.Row, product.B.Column), kEnd - p, jEnd - j, packed, threads);
                Run(product, j, jEnd, p, kEnd, packed, threads);
            }
        }
    }

    public override void Run<TCall>(in TCall call, ComputeThreads threads) =>
        call.Run<TLanes, TVector>(threads);

    /// <summary>B is row-major and few rows use it: only the columns that do not fill a tile are packed.</summary>
    private static void RunInPlace(in Product product, ComputeThreads threads)
    {
        var edge = 0;
        while (edge < product.N && edge + Tile<TLanes, TVector>.WidthFor(product.N - edge) <= product.N)
        {
            edge += Tile<TLanes, TVector>.WidthFor(product.N - edge);
        }

        float* packedEdge = null;
        if (edge < product.N)
        {
            var width = Tile<TLanes, TVector>.WidthFor(product.N - edge);
            packedEdge = t_packedB.Rent((long)product.K * width);
            Packing.Copy(product.B.At(0, edge), product.B.Row, product.K, product.N - edge, packedEdge, width);
        }

        Share(new ProductBody<TLanes, TVector>(product, 0, product.N, 0, product.K, null, packedEdge), threads);
    }

    private static void Run(in Product product, int j, int jEnd, int p, int pEnd, float* packed, ComputeThreads threads) =>
        Share(new ProductBody<TLanes, TVector>(product, j, jEnd, p, pEnd, packed, null), threads);

    /// <summary>Cuts C into blocks: rows first, and columns too while there are too few blocks for the threads.</summary>
    private static void Share(ProductBody<TLanes, TVector> body, ComputeThreads threads)
    {
        var rows = body.Product.M;
        var columns = body.ColumnEnd - body.ColumnStart;
        var flops = 2L * rows * columns * (body.StepEnd - body.StepStart);
        var wanted = threads.Threads == 1 ? 1 : (int)Math.Clamp(flops / PieceFlops, 1, 4L * threads.Threads);

        const int PanelRows = ProductBody<TLanes, TVector>.PanelRows;
        var rowBlock = Math.Min(ProductBody<TLanes, TVector>.MostRows, RoundUp((rows + wanted - 1) / wanted, PanelRows));
        var rowBlocks = (rows + rowBlock - 1) / rowBlock;
        var columnBlocks = Math.Max(1, (wanted + rowBlocks - 1) / rowBlocks);
        var columnBlock = RoundUp((columns + columnBlocks - 1) / columnBlocks, PanelWidth);
        columnBlocks = (columns + columnBlock - 1) / columnBlock;

        var blocks = rowBlocks * columnBlocks;
        var grain = (int)Math.Clamp(PieceFlops * blocks / Math.Max(1, flops), 1, blocks);
        threads.For(blocks, grain, body.Cut(rowBlock, columnBlock, columnBlocks));
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>Packs panels of <see cref="PanelWidth"/> columns; the narrower tiles of the last one each as a panel of its own.</summary>
    private readonly struct PackBody(StridedMatrix b, int k, int n, float* packed) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var last = Math.Min(n, end * PanelWidth);
            for (var j = start * PanelWidth; j < last;)
            {
                var width = Tile<TLanes, TVector>.WidthFor(n - j);
                var columns = Math.Min(width, n - j);
                var target = packed + (nint)j * k;
                if (b.Column == 1)
                {
                    Packing.Copy(b.At(0, j), b.Row, k, columns, target, width);
                }
                else
                {
                    Packing.Transpose(b.At(0, j), b.Column, columns, k, target, width);
                }
                j += width;
            }
        }
    }
}
