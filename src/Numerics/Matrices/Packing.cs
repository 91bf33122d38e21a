using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Experiments.Numerics;

/// <summary>Copies parts of matrices into the order in which a micro-kernel reads them.</summary>
internal static unsafe class Packing
{
    /// <summary>Copies a block of <paramref name="rows"/> by <paramref name="columns"/>; columns up to <paramref name="width"/> become
    /// 0.</summary>
    public static void Copy(float* source, nint sourceRow, int rows, int columns, float* target, int width)
    {
        for (var i = 0; i < rows; i++)
        {
            var line = new Span<float>(target, width);
            new ReadOnlySpan<float>(source, columns).CopyTo(line);
            line[columns..].Clear();
            source += sourceRow;
            target += width;
        }
    }

    /// <summary>
    /// Writes the transpose of a block of <paramref name="rows"/> by <paramref name="columns"/>: target[j, i] = source[i, j], with rows of
    /// <paramref name="width"/> whose elements from <paramref name="rows"/> on become 0.
    /// </summary>
    public static void Transpose(float* source, nint sourceRow, int rows, int columns, float* target, int width)
    {
        var i = 0;
        if (Avx.IsSupported)
        {
            for (; i + 8 <= rows; i += 8)
            {
                Transpose8(source + i * sourceRow, sourceRow, columns, target + i, width);
            }
        }

        for (; i < rows; i++)
        {
            var from = source + i * sourceRow;
            var to = target + i;
            for (var j = 0; j < columns; j++, to += width)
            {
                *to = from[j];
            }
        }

        if (rows == width)
        {
            return;
        }
        for (var j = 0; j < columns; j++)
        {
            new Span<float>(target + (nint)j * width + rows, width - rows).Clear();
        }
    }

    /// <summary>Eight rows: squares of 8 x 8 through registers, then single columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose8(float* source, nint sourceRow, int columns, float* target, nint width)
    {
        var low = source;
        var high = source + 4 * sourceRow;
        var sourceRow3 = 3 * sourceRow;
        var j = 0;
        for (; j + 8 <= columns; j += 8, low += 8, high += 8)
        {
            var r0 = Vector256.Load(low);
            var r1 = Vector256.Load(low + sourceRow);
            var r2 = Vector256.Load(low + 2 * sourceRow);
            var r3 = Vector256.Load(low + sourceRow3);
            var r4 = Vector256.Load(high);
            var r5 = Vector256.Load(high + sourceRow);
            var r6 = Vector256.Load(high + 2 * sourceRow);
            var r7 = Vector256.Load(high + sourceRow3);

            // Pairs of rows, then fours, then both halves.
            var p0 = Avx.UnpackLow(r0, r1);
            var p1 = Avx.UnpackHigh(r0, r1);
            var p2 = Avx.UnpackLow(r2, r3);
            var p3 = Avx.UnpackHigh(r2, r3);
            var p4 = Avx.UnpackLow(r4, r5);
            var p5 = Avx.UnpackHigh(r4, r5);
            var p6 = Avx.UnpackLow(r6, r7);
            var p7 = Avx.UnpackHigh(r6, r7);

            var f0 = Avx.Shuffle(p0, p2, 0x44);
            var f1 = Avx.Shuffle(p0, p2, 0xEE);
            var f2 = Avx.Shuffle(p1, p3, 0x44);
            var f3 = Avx.Shuffle(p1, p3, 0xEE);
            var f4 = Avx.Shuffle(p4, p6, 0x44);
            var f5 = Avx.Shuffle(p4, p6, 0xEE);
            var f6 = Avx.Shuffle(p5, p7, 0x44);
            var f7 = Avx.Shuffle(p5, p7, 0xEE);

            Avx.Permute2x128(f0, f4, 0x20).Store(target);
            Avx.Permute2x128(f1, f5, 0x20).Store(target + width);
            Avx.Permute2x128(f2, f6, 0x20).Store(target + 2 * width);
            Avx.Permute2x128(f3, f7, 0x20).Store(target + 3 * width);
            target += 4 * width;
            Avx.Permute2x128(f0, f4, 0x31).Store(target);
            Avx.Permute2x128(f1, f5, 0x31).Store(target + width);
            Avx.Permute2x128(f2, f6, 0x31).Store(target + 2 * width);
            Avx.Permute2x128(f3, f7, 0x31).Store(target + 3 * width);
            target += 4 * width;
        }

        for (; j < columns; j++, low++, high++, target += width)
        {
            for (var r = 0; r < 4; r++)
            {
                target[r] = low[r * sourceRow];
                target[r + 4] = high[r * sourceRow];
            }
        }
    }
}
