using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>
/// Sums over a span in single precision, in one fixed order at every vector width: element i is accumulated (fused, i ascending, from +0)
/// in lane i mod 64; then lanes are added in halves, lane j to lane j + 32, j + 16, j + 8, j + 4, j + 2 and j + 1. Relative error of a sum
/// of n positive terms: at most (n / 64 + 7) 2^-24.
/// </summary>
public static class Reduction
{
    private const int Lanes = 64;

    /// <summary>Sum of x[i]; 0 for no elements.</summary>
    public static float Sum(ReadOnlySpan<float> x) => Reduce<SumStep>(x, x);

    /// <summary>Sum of x[i]^2.</summary>
    public static float SumOfSquares(ReadOnlySpan<float> x) => Reduce<DotStep>(x, x);

    /// <summary>Sum of x[i] y[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce<DotStep>(x, y);

    /// <summary>Sum of (x[i] - y[i])^2, each difference rounded once.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce<SquaredDistanceStep>(x, y);

    /// <summary>Position of the largest element, the first of equals; NaN is smaller than every number. -1 when there is no
    /// number.</summary>
    public static int MaxIndex(ReadOnlySpan<float> x)
    {
        var best = -1;
        for (var i = 0; i < x.Length; i++)
        {
            if (best < 0 ? !float.IsNaN(x[i]) : x[i] > x[best])
            {
                best = i;
            }
        }

        return best;
    }

    private static float Reduce<TStep>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IStep
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"y.Length is {y.Length}; it must be x.Length, {x.Length}", nameof(y));
        }

        if (Vector512.IsHardwareAccelerated)
        {
            return Reduce512<TStep>(x, y);
        }

        return Vector256.IsHardwareAccelerated ? Reduce256<TStep>(x, y) : ReduceScalar<TStep>(x, y);
    }

    internal static float Reduce512<TStep>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IStep
    {
        if (x.Length <= Vector512<float>.Count)
        {
            return ReduceShort<TStep>(x, y);
        }

        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        var whole = x.Length - x.Length % Lanes;
        for (nuint i = 0; i < (nuint)whole; i += Lanes)
        {
            sum0 = TStep.Next<MathLanes512, Vector512<float>>(sum0, Vector512.LoadUnsafe(ref left, i), Vector512.LoadUnsafe(ref right, i));
            sum1 = TStep.Next<MathLanes512, Vector512<float>>(
                sum1, Vector512.LoadUnsafe(ref left, i + 16), Vector512.LoadUnsafe(ref right, i + 16));
            sum2 = TStep.Next<MathLanes512, Vector512<float>>(
                sum2, Vector512.LoadUnsafe(ref left, i + 32), Vector512.LoadUnsafe(ref right, i + 32));
            sum3 = TStep.Next<MathLanes512, Vector512<float>>(
                sum3, Vector512.LoadUnsafe(ref left, i + 48), Vector512.LoadUnsafe(ref right, i + 48));
        }

        if (whole < x.Length)
        {
            // Zeros in the missing lanes change nothing: a lane starts at +0 and so never becomes -0.
            Span<float> lastX = stackalloc float[Lanes];
            Span<float> lastY = stackalloc float[Lanes];
            x[whole..].CopyTo(lastX);
            y[whole..].CopyTo(lastY);
            sum0 = TStep.Next<MathLanes512, Vector512<float>>(sum0, Vector512.Create<float>(lastX), Vector512.Create<float>(lastY));
            sum1 = TStep.Next<MathLanes512, Vector512<float>>(
                sum1, Vector512.Create<float>(lastX[16..]), Vector512.Create<float>(lastY[16..]));
            sum2 = TStep.Next<MathLanes512, Vector512<float>>(
                sum2, Vector512.Create<float>(lastX[32..]), Vector512.Create<float>(lastY[32..]));
            sum3 = TStep.Next<MathLanes512, Vector512<float>>(
                sum3, Vector512.Create<float>(lastX[48..]), Vector512.Create<float>(lastY[48..]));
        }

        var sixteen = (sum0 + sum2) + (sum1 + sum3);
        return FoldEight(sixteen.GetLower() + sixteen.GetUpper());
    }

    /// <summary>One vector's worth, such as the classes of a row: the other lanes of the tree are +0 and change nothing.</summary>
    private static float ReduceShort<TStep>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IStep
    {
        Span<float> lastX = stackalloc float[Vector512<float>.Count];
        Span<float> lastY = stackalloc float[Vector512<float>.Count];
        x.CopyTo(lastX);
        y.CopyTo(lastY);
        var sum = TStep.Next<MathLanes512, Vector512<float>>(default, Vector512.Create<float>(lastX), Vector512.Create<float>(lastY));
        return FoldEight(sum.GetLower() + sum.GetUpper());
    }

    internal static float Reduce256<TStep>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IStep
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default, sum4 = default, sum5 = default, sum6 = default,
            sum7 = default;
        var whole = x.Length - x.Length % Lanes;
        for (nuint i = 0; i < (nuint)whole; i += Lanes)
        {
            sum0 = TStep.Next<MathLanes256, Vector256<float>>(sum0, Vector256.LoadUnsafe(ref left, i), Vector256.LoadUnsafe(ref right, i));
            sum1 = TStep.Next<MathLanes256, Vector256<float>>(
                sum1, Vector256.LoadUnsafe(ref left, i + 8), Vector256.LoadUnsafe(ref right, i + 8));
            sum2 = TStep.Next<MathLanes256, Vector256<float>>(
                sum2, Vector256.LoadUnsafe(ref left, i + 16), Vector256.LoadUnsafe(ref right, i + 16));
            sum3 = TStep.Next<MathLanes256, Vector256<float>>(
                sum3, Vector256.LoadUnsafe(ref left, i + 24), Vector256.LoadUnsafe(ref right, i + 24));
            sum4 = TStep.Next<MathLanes256, Vector256<float>>(
                sum4, Vector256.LoadUnsafe(ref left, i + 32), Vector256.LoadUnsafe(ref right, i + 32));
            sum5 = TStep.Next<MathLanes256, Vector256<float>>(
                sum5, Vector256.LoadUnsafe(ref left, i + 40), Vector256.LoadUnsafe(ref right, i + 40));
            sum6 = TStep.Next<MathLanes256, Vector256<float>>(
                sum6, Vector256.LoadUnsafe(ref left, i + 48), Vector256.LoadUnsafe(ref right, i + 48));
            sum7 = TStep.Next<MathLanes256, Vector256<float>>(
                sum7, Vector256.LoadUnsafe(ref left, i + 56), Vector256.LoadUnsafe(ref right, i + 56));
        }

        if (whole < x.Length)
        {
            Span<float> lastX = stackalloc float[Lanes];
            Span<float> lastY = stackalloc float[Lanes];
            x[whole..].CopyTo(lastX);
            y[whole..].CopyTo(lastY);
            sum0 = TStep.Next<MathLanes256, Vector256<float>>(sum0, Vector256.Create<float>(lastX), Vector256.Create<float>(lastY));
            sum1 =
                TStep.Next<MathLanes256, Vector256<float>>(sum1, Vector256.Create<float>(lastX[8..]), Vector256.Create<float>(lastY[8..]));
            sum2 = TStep.Next<MathLanes256, Vector256<float>>(
                sum2, Vector256.Create<float>(lastX[16..]), Vector256.Create<float>(lastY[16..]));
            sum3 = TStep.Next<MathLanes256, Vector256<float>>(
                sum3, Vector256.Create<float>(lastX[24..]), Vector256.Create<float>(lastY[24..]));
            sum4 = TStep.Next<MathLanes256, Vector256<float>>(
                sum4, Vector256.Create<float>(lastX[32..]), Vector256.Create<float>(lastY[32..]));
            sum5 = TStep.Next<MathLanes256, Vector256<float>>(
                sum5, Vector256.Create<float>(lastX[40..]), Vector256.Create<float>(lastY[40..]));
            sum6 = TStep.Next<MathLanes256, Vector256<float>>(
                sum6, Vector256.Create<float>(lastX[48..]), Vector256.Create<float>(lastY[48..]));
            sum7 = TStep.Next<MathLanes256, Vector256<float>>(
                sum7, Vector256.Create<float>(lastX[56..]), Vector256.Create<float>(lastY[56..]));
        }

        return FoldEight(((sum0 + sum4) + (sum2 + sum6)) + ((sum1 + sum5) + (sum3 + sum7)));
    }

    internal static float ReduceScalar<TStep>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IStep
    {
        Span<float> sums = stackalloc float[Lanes];
        for (var i = 0; i < x.Length; i++)
        {
            ref var sum = ref sums[i % Lanes];
            sum = TStep.Next<MathLane, float>(sum, x[i], y[i]);
        }

        for (var half = Lanes / 2; half > 0; half /= 2)
        {
            for (var j = 0; j < half; j++)
            {
                sums[j] += sums[j + half];
            }
        }

        return sums[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float FoldEight(Vector256<float> eight)
    {
        var four = eight.GetLower() + eight.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        return two[0] + two[1];
    }

    /// <summary>One term of a sum, as a type: each width's loop is compiled for it.</summary>
    internal interface IStep
    {
        static abstract T Next<TLanes, T>(T sum, T x, T y)
            where TLanes : struct, IMathLanes<T>
            where T : struct;
    }

    internal readonly struct SumStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Next<TLanes, T>(T sum, T x, T y)
            where TLanes : struct, IMathLanes<T>
            where T : struct =>
            TLanes.Add(sum, x);
    }

    internal readonly struct DotStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Next<TLanes, T>(T sum, T x, T y)
            where TLanes : struct, IMathLanes<T>
            where T : struct =>
            TLanes.FusedMultiplyAdd(x, y, sum);
    }

    internal readonly struct SquaredDistanceStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Next<TLanes, T>(T sum, T x, T y)
            where TLanes : struct, IMathLanes<T>
            where T : struct
        {
            var difference = TLanes.Subtract(x, y);
            return TLanes.FusedMultiplyAdd(difference, difference, sum);
        }
    }
}
