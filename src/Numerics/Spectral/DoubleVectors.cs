using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>Sums and combinations in double precision, in one order on every machine: element i of a sum goes to lane i mod 8, products are
/// rounded before they are added, and lanes are added in halves at the end.</summary>
internal static class DoubleVectors
{
    private const int Width = 4;
    private const int Lanes = 2 * Width;

    /// <exception cref="ArgumentException">One of an operator's vectors has another length than it.</exception>
    public static void CheckLengths(ReadOnlySpan<double> x, int inputs, ReadOnlySpan<double> y, int outputs)
    {
        if (x.Length != inputs || y.Length != outputs)
        {
            throw new ArgumentException($"x and y have {x.Length} and {y.Length} values; they must have {inputs} and {outputs}");
        }
    }

    /// <summary>Sum of x[i] y[i]; the lengths are equal.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        Vector256<double> sum0 = default, sum1 = default;
        nuint i = 0;
        for (; i + Lanes <= (nuint)x.Length; i += Lanes)
        {
            sum0 += Vector256.LoadUnsafe(ref left, i) * Vector256.LoadUnsafe(ref right, i);
            sum1 += Vector256.LoadUnsafe(ref left, i + Width) * Vector256.LoadUnsafe(ref right, i + Width);
        }

        if ((int)i < x.Length)
        {
            Span<double> products = stackalloc double[Lanes];
            for (var j = (int)i; j < x.Length; j++)
            {
                products[j - (int)i] = x[j] * y[j];
            }
            sum0 += Vector256.Create<double>(products);
            sum1 += Vector256.Create<double>(products[Width..]);
        }

        return Fold(sum0 + sum1);
    }

    /// <summary>Sum of x[i] y[i]; the lengths are equal.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<double> y)
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        Vector256<double> sum0 = default, sum1 = default;
        nuint i = 0;
        for (; i + Lanes <= (nuint)x.Length; i += Lanes)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref left, i));
            sum0 += low * Vector256.LoadUnsafe(ref right, i);
            sum1 += high * Vector256.LoadUnsafe(ref right, i + Width);
        }

        if ((int)i < x.Length)
        {
            Span<double> products = stackalloc double[Lanes];
            for (var j = (int)i; j < x.Length; j++)
            {
                products[j - (int)i] = x[j] * y[j];
            }
            sum0 += Vector256.Create<double>(products);
            sum1 += Vector256.Create<double>(products[Width..]);
        }

        return Fold(sum0 + sum1);
    }

    /// <summary>y[i] += a x[i]; the lengths are equal.</summary>
    public static void AddScaled(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var factor = Vector256.Create(a);
        nuint i = 0;
        for (; i + Width <= (nuint)x.Length; i += Width)
        {
            (Vector256.LoadUnsafe(ref to, i) + factor * Vector256.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        }
        for (; i < (nuint)x.Length; i++)
        {
            y[(int)i] += a * x[(int)i];
        }
    }

    /// <summary>y[i] += a x[i]; the lengths are equal.</summary>
    public static void AddScaled(double a, ReadOnlySpan<float> x, Span<double> y)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var factor = Vector256.Create(a);
        nuint i = 0;
        for (; i + Lanes <= (nuint)x.Length; i += Lanes)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, i));
            (Vector256.LoadUnsafe(ref to, i) + factor * low).StoreUnsafe(ref to, i);
            (Vector256.LoadUnsafe(ref to, i + Width) + factor * high).StoreUnsafe(ref to, i + Width);
        }

        for (; i < (nuint)x.Length; i++)
        {
            y[(int)i] += a * x[(int)i];
        }
    }

    /// <summary>Divides by the Euclidean norm and returns it; leaves zeros alone.</summary>
    public static double Normalize(Span<double> x)
    {
        var norm = Math.Sqrt(Dot(x, x));
        if (norm > 0)
        {
            foreach (ref var value in x)
            {
                value /= norm;
            }
        }

        return norm;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Fold(Vector256<double> four)
    {
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
