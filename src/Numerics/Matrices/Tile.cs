using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>Tiles of C of any size up to eight rows by three vectors, from the micro-kernels that there are.</summary>
internal static unsafe class Tile<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Most rows of a tile.</summary>
    public const int MostRows = 8;

    /// <summary>Most columns of a tile.</summary>
    public static int MostColumns => 3 * TLanes.Count;

    /// <summary>Floats of the memory that <see cref="Run"/> needs for tiles wider than what is left of C.</summary>
    public static int EdgeLength => MostRows * MostColumns;

    /// <summary>The width of the tile that <paramref name="columns"/> remaining columns begin with; more than they are only for the
    /// last.</summary>
    public static int WidthFor(int columns)
    {
        if (columns >= MostColumns)
        {
            return MostColumns;
        }

        var whole = columns / TLanes.Count;
        var rest = columns - whole * TLanes.Count;
        if (rest == 0)
        {
            return whole * TLanes.Count;
        }

        // With 512 bits, up to eight columns are done in half a vector at half the cost.
        if (TLanes.Count == 16 && rest <= 8)
        {
            return whole == 0 ? 8 : whole * TLanes.Count;
        }
        return (whole + 1) * TLanes.Count;
    }

    /// <summary>The sum of the widths of the tiles that cover <paramref name="columns"/> columns.</summary>
    public static long PaddedColumns(int columns)
    {
        var rest = columns % MostColumns;
        var padded = (long)(columns - rest);
        while (rest > 0)
        {
            var width = WidthFor(rest);
            padded += width;
            rest -= width;
        }

        return padded;
    }

    /// <summary>One tile; b has whole vectors, of which the first <paramref name="columns"/> columns belong to C.</summary>
    /// <param name="rows">Rows, 1 to <see cref="MostRows"/>.</param>
    /// <param name="columns">Columns of C, 1 to <paramref name="width"/>.</param>
    /// <param name="width">A width that <see cref="WidthFor"/> gave.</param>
    /// <param name="walk">The steps.</param>
    /// <param name="a">The first row's first element.</param>
    /// <param name="b">The first step's row.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="cRow">Distance of the rows of c.</param>
    /// <param name="fromC">Starts the sums from c instead of 0.</param>
    /// <param name="edge"><see cref="EdgeLength"/> floats of the caller's.</param>
    public static void Run(
        int rows, int columns, int width, in TileWalk walk, float* a, float* b, float* c, nint cRow, bool fromC, float* edge)
    {
        if (columns == width)
        {
            RunWhole(rows, width, walk, a, b, c, cRow, fromC);
            return;
        }

        if (fromC)
        {
            CopyRows(rows, columns, c, cRow, edge, width);
        }
        RunWhole(rows, width, walk, a, b, edge, width, fromC);
        CopyRows(rows, columns, edge, width, c, cRow);
    }

    private static void CopyRows(int rows, int columns, float* source, nint sourceRow, float* target, nint targetRow)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                target[j] = source[j];
            }
            source += sourceRow;
            target += targetRow;
        }
    }

    private static void RunWhole(int rows, int width, in TileWalk walk, float* a, float* b, float* c, nint cRow, bool fromC)
    {
        switch (width / TLanes.Count)
        {
            case 3: RunRows<TLanes, TVector, Three>(rows, TLanes.Rows, walk, a, b, c, cRow, fromC); break;
            case 2: RunRows<TLanes, TVector, Two>(rows, TLanes.Rows, walk, a, b, c, cRow, fromC); break;
            case 1: RunRows<TLanes, TVector, One>(rows, MostRows, walk, a, b, c, cRow, fromC); break;
            default: RunRows<Avx2Lanes, Vector256<float>, One>(rows, MostRows, walk, a, b, c, cRow, fromC); break;
        }
    }

    /// <summary>Rows in tiles of eight where the registers hold them, else four; then what is left by halves.</summary>
    private static void RunRows<TTileLanes, TTileVector, TVectors>(
        int rows, int mostRows, in TileWalk walk, float* a, float* b, float* c, nint cRow, bool fromC)
        where TTileLanes : struct, ILanes<TTileVector>
        where TTileVector : struct
        where TVectors : struct, IConstant
    {
        while (rows > 0)
        {
            int done;
            if (rows >= 8 && mostRows >= 8)
            {
                MicroKernel<TTileLanes, TTileVector, Eight, TVectors>.Run(walk, a, b, c, cRow, fromC);
                done = 8;
            }
            else if (rows >= 4)
            {
                MicroKernel<TTileLanes, TTileVector, Four, TVectors>.Run(walk, a, b, c, cRow, fromC);
                done = 4;
            }
            else if (rows >= 2)
            {
                MicroKernel<TTileLanes, TTileVector, Two, TVectors>.Run(walk, a, b, c, cRow, fromC);
                done = 2;
            }
            else
            {
                MicroKernel<TTileLanes, TTileVector, One, TVectors>.Run(walk, a, b, c, cRow, fromC);
                done = 1;
            }

            rows -= done;
            a += done * walk.ARow;
            c += done * cRow;
        }
    }
}
