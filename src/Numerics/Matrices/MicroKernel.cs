using System.Runtime.CompilerServices;

namespace Experiments.Numerics;

/// <summary>
/// The one micro-kernel: a tile of <typeparamref name="TRows"/> rows (1, 2, 4 or 8) by <typeparamref name="TVectors"/> vectors (1 to 3) of
/// C, whose sums stay in registers while k runs. It is compiled once per lane type and tile; code for rows and vectors that a tile does not
/// have disappears.
/// </summary>
/// <remarks>
/// The sums stay in registers only while none of them is passed to a method that is not inlined and none has its address taken: hence the
/// straight lines. Every sum takes its steps in the order of k, so neither the tile nor the lane type shows in the bits.
/// </remarks>
internal static unsafe class MicroKernel<TLanes, TVector, TRows, TVectors>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TRows : struct, IConstant
    where TVectors : struct, IConstant
{
    /// <summary>c[r, j] += the sum over the walk's steps of a[r, step] b[step, j], step after step.</summary>
    /// <param name="walk">The steps and the distances between the elements.</param>
    /// <param name="a">The first row's first element.</param>
    /// <param name="b">The first step's row.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="cRow">Distance of the rows of c.</param>
    /// <param name="fromC">Starts the sums from c instead of 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in TileWalk walk, float* a, float* b, float* c, nint cRow, bool fromC)
    {
        TVector s00 = TLanes.Zero, s01 = TLanes.Zero, s02 = TLanes.Zero;
        TVector s10 = TLanes.Zero, s11 = TLanes.Zero, s12 = TLanes.Zero;
        TVector s20 = TLanes.Zero, s21 = TLanes.Zero, s22 = TLanes.Zero;
        TVector s30 = TLanes.Zero, s31 = TLanes.Zero, s32 = TLanes.Zero;
        TVector s40 = TLanes.Zero, s41 = TLanes.Zero, s42 = TLanes.Zero;
        TVector s50 = TLanes.Zero, s51 = TLanes.Zero, s52 = TLanes.Zero;
        TVector s60 = TLanes.Zero, s61 = TLanes.Zero, s62 = TLanes.Zero;
        TVector s70 = TLanes.Zero, s71 = TLanes.Zero, s72 = TLanes.Zero;

        if (fromC)
        {
            s00 = TLanes.Load(c);
            if (TVectors.Value > 1)
            {
                s01 = TLanes.Load(c + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                s02 = TLanes.Load(c + 2 * TLanes.Count);
            }

            if (TRows.Value > 1)
            {
                s10 = TLanes.Load(c + cRow);
                if (TVectors.Value > 1)
                {
                    s11 = TLanes.Load(c + cRow + TLanes.Count);
                }
                if (TVectors.Value > 2)
                {
                    s12 = TLanes.Load(c + cRow + 2 * TLanes.Count);
                }
            }

            if (TRows.Value > 2)
            {
                s20 = TLanes.Load(c + 2 * cRow);
                if (TVectors.Value > 1)
                {
                    s21 = TLanes.Load(c + 2 * cRow + TLanes.Count);
                }
                if (TVectors.Value > 2)
                {
                    s22 = TLanes.Load(c + 2 * cRow + 2 * TLanes.Count);
                }

                s30 = TLanes.Load(c + 3 * cRow);
                if (TVectors.Value > 1)
                {
                    s31 = TLanes.Load(c + 3 * cRow + TLanes.Count);
                }
                if (TVectors.Value > 2)
                {
                    s32 = TLanes.Load(c + 3 * cRow + 2 * TLanes.Count);
                }
            }

            if (TRows.Value > 4)
            {
                s40 = TLanes.Load(c + 4 * cRow);
                if (TVectors.Value > 1)
                {
                    s41 = TLanes.Load(c + 4 * cRow + TLanes.Count);
                }
                if (TVectors.Value > 2)
                {
                    s42 = TLanes.Load(c + 4 * cRow + 2 * TLanes.Count);
                }

                s50 = TLanes.Load(c + 5 * cRow);
                if (TVectors.Value > 1)
                {
                    s51 = TLanes.Load(c + 5 * cRow + TLanes.Count);
                }
                if (TVectors.Value > 2)
                {
                    s52 = TLanes.Load(c + 5 * cRow + 2 * TLanes.Count);
                }

                s60 = TLanes.Load(c + 6 * cRow);
                if (TVectors.Value > 1)
                {
                    s61 = TLanes.Load(c + 6 * cRow + TLanes.Count);
                }
                if (TVectors.Value > 2)
                {
                    s62 = TLanes.Load(c + 6 * cRow + 2 * TLanes.Count);
                }

                s70 = TLanes.Load(c + 7 * cRow);
                if (TVectors.Value > 1)
                {
                    s71 = TLanes.Load(c + 7 * cRow + TLanes.Count);
                }
                if (TVectors.Value > 2)
                {
                    s72 = TLanes.Load(c + 7 * cRow + 2 * TLanes.Count);
                }
            }
        }

        var aRow = walk.ARow;
        var aStep = walk.AStep;
        var bStep = walk.BStep;
        var aRow3 = 3 * aRow;
        var aHigh = a + 4 * aRow;
        for (var block = walk.Blocks; block > 0; block--)
        {
            for (var step = walk.Steps; step > 0; step--)
            {
                var b0 = TLanes.Load(b);
                var b1 = TVectors.Value > 1 ? TLanes.Load(b + TLanes.Count) : b0;
                var b2 = TVectors.Value > 2 ? TLanes.Load(b + 2 * TLanes.Count) : b0;

                var x0 = TLanes.Broadcast(a);
                s00 = TLanes.MultiplyAdd(x0, b0, s00);
                if (TVectors.Value > 1)
                {
                    s01 = TLanes.MultiplyAdd(x0, b1, s01);
                }
                if (TVectors.Value > 2)
                {
                    s02 = TLanes.MultiplyAdd(x0, b2, s02);
                }

                if (TRows.Value > 1)
                {
                    var x1 = TLanes.Broadcast(a + aRow);
                    s10 = TLanes.MultiplyAdd(x1, b0, s10);
                    if (TVectors.Value > 1)
                    {
                        s11 = TLanes.MultiplyAdd(x1, b1, s11);
                    }
                    if (TVectors.Value > 2)
                    {
                        s12 = TLanes.MultiplyAdd(x1, b2, s12);
                    }
                }

                if (TRows.Value > 2)
                {
                    var x2 = TLanes.Broadcast(a + 2 * aRow);
                    s20 = TLanes.MultiplyAdd(x2, b0, s20);
                    if (TVectors.Value > 1)
                    {
                        s21 = TLanes.MultiplyAdd(x2, b1, s21);
                    }
                    if (TVectors.Value > 2)
                    {
                        s22 = TLanes.MultiplyAdd(x2, b2, s22);
                    }

                    var x3 = TLanes.Broadcast(a + aRow3);
                    s30 = TLanes.MultiplyAdd(x3, b0, s30);
                    if (TVectors.Value > 1)
                    {
                        s31 = TLanes.MultiplyAdd(x3, b1, s31);
                    }
                    if (TVectors.Value > 2)
                    {
                        s32 = TLanes.MultiplyAdd(x3, b2, s32);
                    }
                }

                if (TRows.Value > 4)
                {
                    var x4 = TLanes.Broadcast(aHigh);
                    s40 = TLanes.MultiplyAdd(x4, b0, s40);
                    if (TVectors.Value > 1)
                    {
                        s41 = TLanes.MultiplyAdd(x4, b1, s41);
                    }
                    if (TVectors.Value > 2)
                    {
                        s42 = TLanes.MultiplyAdd(x4, b2, s42);
                    }

                    var x5 = TLanes.Broadcast(aHigh + aRow);
                    s50 = TLanes.MultiplyAdd(x5, b0, s50);
                    if (TVectors.Value > 1)
                    {
                        s51 = TLanes.MultiplyAdd(x5, b1, s51);
                    }
                    if (TVectors.Value > 2)
                    {
                        s52 = TLanes.MultiplyAdd(x5, b2, s52);
                    }

                    var x6 = TLanes.Broadcast(aHigh + 2 * aRow);
                    s60 = TLanes.MultiplyAdd(x6, b0, s60);
                    if (TVectors.Value > 1)
                    {
                        s61 = TLanes.MultiplyAdd(x6, b1, s61);
                    }
                    if (TVectors.Value > 2)
                    {
                        s62 = TLanes.MultiplyAdd(x6, b2, s62);
                    }

                    var x7 = TLanes.Broadcast(aHigh + aRow3);
                    s70 = TLanes.MultiplyAdd(x7, b0, s70);
                    if (TVectors.Value > 1)
                    {
                        s71 = TLanes.MultiplyAdd(x7, b1, s71);
                    }
                    if (TVectors.Value > 2)
                    {
                        s72 = TLanes.MultiplyAdd(x7, b2, s72);
                    }
                }

                a += aStep;
                aHigh += aStep;
                b += bStep;
            }

            a += walk.ASkip;
            aHigh += walk.ASkip;
            b += walk.BSkip;
        }

        TLanes.Store(s00, c);
        if (TVectors.Value > 1)
        {
            TLanes.Store(s01, c + TLanes.Count);
        }
        if (TVectors.Value > 2)
        {
            TLanes.Store(s02, c + 2 * TLanes.Count);
        }

        if (TRows.Value > 1)
        {
            TLanes.Store(s10, c + cRow);
            if (TVectors.Value > 1)
            {
                TLanes.Store(s11, c + cRow + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                TLanes.Store(s12, c + cRow + 2 * TLanes.Count);
            }
        }

        if (TRows.Value > 2)
        {
            TLanes.Store(s20, c + 2 * cRow);
            if (TVectors.Value > 1)
            {
                TLanes.Store(s21, c + 2 * cRow + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                TLanes.Store(s22, c + 2 * cRow + 2 * TLanes.Count);
            }

            TLanes.Store(s30, c + 3 * cRow);
            if (TVectors.Value > 1)
            {
                TLanes.Store(s31, c + 3 * cRow + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                TLanes.Store(s32, c + 3 * cRow + 2 * TLanes.Count);
            }
        }

        if (TRows.Value > 4)
        {
            TLanes.Store(s40, c + 4 * cRow);
            if (TVectors.Value > 1)
            {
                TLanes.Store(s41, c + 4 * cRow + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                TLanes.Store(s42, c + 4 * cRow + 2 * TLanes.Count);
            }

            TLanes.Store(s50, c + 5 * cRow);
            if (TVectors.Value > 1)
            {
                TLanes.Store(s51, c + 5 * cRow + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                TLanes.Store(s52, c + 5 * cRow + 2 * TLanes.Count);
            }

            TLanes.Store(s60, c + 6 * cRow);
            if (TVectors.Value > 1)
            {
                TLanes.Store(s61, c + 6 * cRow + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                TLanes.Store(s62, c + 6 * cRow + 2 * TLanes.Count);
            }

            TLanes.Store(s70, c + 7 * cRow);
            if (TVectors.Value > 1)
            {
                TLanes.Store(s71, c + 7 * cRow + TLanes.Count);
            }
            if (TVectors.Value > 2)
            {
                TLanes.Store(s72, c + 7 * cRow + 2 * TLanes.Count);
            }
        }
    }
}
