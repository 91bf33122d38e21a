using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>
/// The vector loops of <see cref="BoxLbfgs"/>, each one sweep over its operands: an update and the inner products that the next step of the
/// recursion needs are formed together while the operands are in registers. Lengths are multiples of 16. Sums run in 16 lanes, lane i
/// taking every 16th element with fused multiply-add, and are then added in halves: the same bits at every vector width.
/// </summary>
internal static class LbfgsKernels
{
    /// <summary>Elements that are handled together.</summary>
    public const int Lanes = 16;

    /// <summary>Moves to the trial point and notes the step: s = trial - x, y = trialGradient - gradient, x = trial, gradient =
    /// trialGradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accept(
        Span<float> x, Span<float> gradient, ReadOnlySpan<float> trial, ReadOnlySpan<float> trialGradient, Span<float> s, Span<float> y)
    {
        CheckLengths(x.Length, gradient.Length, trial.Length, trialGradient.Length, s.Length, y.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pg = ref MemoryMarshal.GetReference(gradient);
        ref var pt = ref MemoryMarshal.GetReference(trial);
        ref var ptg = ref MemoryMarshal.GetReference(trialGradient);
        ref var ps = ref MemoryMarshal.GetReference(s);
        ref var py = ref MemoryMarshal.GetReference(y);
        for (nuint i = 0; i < (nuint)x.Length; i += Lanes)
        {
            var t = Vector512.LoadUnsafe(ref pt, i);
            var tg = Vector512.LoadUnsafe(ref ptg, i);
            (t - Vector512.LoadUnsafe(ref px, i)).StoreUnsafe(ref ps, i);
            (tg - Vector512.LoadUnsafe(ref pg, i)).StoreUnsafe(ref py, i);
            t.StoreUnsafe(ref px, i);
            tg.StoreUnsafe(ref pg, i);
        }
    }

    /// <summary>q = the objective's gradient g = gradient + curvature (x - centre) where x is free to move against it, 0 elsewhere; free =
    /// all ones or all zeros. Returns sum q^2 and sum (P(x - g / curvature) - x)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Gradient, float Residual) Project(
        ReadOnlySpan<float> x, ReadOnlySpan<float> centre, ReadOnlySpan<float> gradient, float curvature, float lower, float upper,
        Span<float> free, Span<float> q)
    {
        CheckLengths(x.Length, centre.Length, gradient.Length, free.Length, q.Length, q.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pc = ref MemoryMarshal.GetReference(centre);
        ref var pg = ref MemoryMarshal.GetReference(gradient);
        ref var pf = ref MemoryMarshal.GetReference(free);
        ref var pq = ref MemoryMarshal.GetReference(q);
        var (low, high, zero) = (Vector512.Create(lower), Vector512.Create(upper), Vector512<float>.Zero);
        var weight = Vector512.Create(curvature);
        var step = Vector512.Create(curvature > 0 ? 1 / curvature : 0);
        var (gradientSum, residualSum) = (zero, zero);
        for (nuint i = 0; i < (nuint)x.Length; i += Lanes)
        {
            var at = Vector512.LoadUnsafe(ref px, i);
            var g = Vector512.FusedMultiplyAdd(weight, at - Vector512.LoadUnsafe(ref pc, i), Vector512.LoadUnsafe(ref pg, i));
            var blocked = (Vector512.LessThanOrEqual(at, low) & Vector512.GreaterThan(g, zero))
                | (Vector512.GreaterThanOrEqual(at, high) & Vector512.LessThan(g, zero));
            (~blocked).StoreUnsafe(ref pf, i);
            g = Vector512.AndNot(g, blocked);
            g.StoreUnsafe(ref pq, i);
            gradientSum = Vector512.FusedMultiplyAdd(g, g, gradientSum);
            var moved = Vector512.Min(Vector512.Max(at - step * g, low), high) - at;
            residualSum = Vector512.FusedMultiplyAdd(moved, moved, residualSum);
        }

        return (Sum(gradientSum), Sum(residualSum));
    }

    /// <summary>What the first half of the recursion needs of a pair: sums of s s, s y, y y and s q over the free elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PairProducts Products(ReadOnlySpan<float> q, ReadOnlySpan<float> s, ReadOnlySpan<float> y, ReadOnlySpan<float> free)
    {
        CheckLengths(q.Length, s.Length, y.Length, free.Length, q.Length, q.Length);
        ref var pq = ref MemoryMarshal.GetReference(q);
        ref var ps = ref MemoryMarshal.GetReference(s);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pf = ref MemoryMarshal.GetReference(free);
        Vector512<float> ss = default, sy = default, yy = default, sq = default;
        for (nuint i = 0; i < (nuint)q.Length; i += Lanes)
        {
            var mask = Vector512.LoadUnsafe(ref pf, i);
            var step = Vector512.LoadUnsafe(ref ps, i) & mask;
            var change = Vector512.LoadUnsafe(ref py, i) & mask;
            ss = Vector512.FusedMultiplyAdd(step, step, ss);
            sy = Vector512.FusedMultiplyAdd(step, change, sy);
            yy = Vector512.FusedMultiplyAdd(change, change, yy);
            sq = Vector512.FusedMultiplyAdd(step, Vector512.LoadUnsafe(ref pq, i), sq);
        }

        return new PairProducts(Sum(ss), Sum(sy), Sum(yy), Sum(sq));
    }

    /// <summary>q -= alpha (y + shift s) over the free elements; returns the products of that q with the next pair, without y y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PairProducts SubtractChangeThenProducts(
        Span<float> q, ReadOnlySpan<float> s, ReadOnlySpan<float> y, ReadOnlySpan<float> free, float alpha, float shift,
        ReadOnlySpan<float> nextS, ReadOnlySpan<float> nextY)
    {
        CheckLengths(q.Length, s.Length, y.Length, free.Length, nextS.Length, nextY.Length);
        ref var pq = ref MemoryMarshal.GetReference(q);
        ref var ps = ref MemoryMarshal.GetReference(s);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pf = ref MemoryMarshal.GetReference(free);
        ref var pns = ref MemoryMarshal.GetReference(nextS);
        ref var pny = ref MemoryMarshal.GetReference(nextY);
        var (factor, weight) = (Vector512.Create(-alpha), Vector512.Create(shift));
        Vector512<float> ss = default, sy = default, sq = default;
        for (nuint i = 0; i < (nuint)q.Length; i += Lanes)
        {
            var mask = Vector512.LoadUnsafe(ref pf, i);
            var change = Vector512.FusedMultiplyAdd(weight, Vector512.LoadUnsafe(ref ps, i), Vector512.LoadUnsafe(ref py, i)) & mask;
            var left = Vector512.FusedMultiplyAdd(factor, change, Vector512.LoadUnsafe(ref pq, i));
            left.StoreUnsafe(ref pq, i);
            var step = Vector512.LoadUnsafe(ref pns, i) & mask;
            ss = Vector512.FusedMultiplyAdd(step, step, ss);
            sy = Vector512.FusedMultiplyAdd(step, Vector512.LoadUnsafe(ref pny, i), sy);
            sq = Vector512.FusedMultiplyAdd(step, left, sq);
        }

        return new PairProducts(Sum(ss), Sum(sy), 0, Sum(sq));
    }

    /// <summary>The turn of the recursion at its oldest pair: q = scale (q - alpha (y + shift s)) over the free elements; returns sum (y +
    /// shift s) q of that q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SubtractChangeThenScale(
        Span<float> q, ReadOnlySpan<float> s, ReadOnlySpan<float> y, ReadOnlySpan<float> free, float alpha, float shift, float scale)
    {
        CheckLengths(q.Length, s.Length, y.Length, free.Length, q.Length, q.Length);
        ref var pq = ref MemoryMarshal.GetReference(q);
        ref var ps = ref MemoryMarshal.GetReference(s);
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var pf = ref MemoryMarshal.GetReference(free);
        var (factor, weight, size) = (Vector512.Create(-alpha), Vector512.Create(shift), Vector512.Create(scale));
        Vector512<float> sum = default;
        for (nuint i = 0; i < (nuint)q.Length; i += Lanes)
        {
            var change = Vector512.FusedMultiplyAdd(
                weight, Vector512.LoadUnsafe(ref ps, i), Vector512.LoadUnsafe(ref py, i)) & Vector512.LoadUnsafe(ref pf, i);
            var left = size * Vector512.FusedMultiplyAdd(factor, change, Vector512.LoadUnsafe(ref pq, i));
            left.StoreUnsafe(ref pq, i);
            sum = Vector512.FusedMultiplyAdd(change, left, sum);
        }

        return Sum(sum);
    }

    /// <summary>q += scale s over the free elements; returns sum (nextY + nextShift nextS) q of that q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float AddStepThenDot(
        Span<float> q, ReadOnlySpan<float> s, ReadOnlySpan<float> free, float scale,
        ReadOnlySpan<float> nextS, ReadOnlySpan<float> nextY, float nextShift)
    {
        CheckLengths(q.Length, s.Length, free.Length, nextS.Length, nextY.Length, q.Length);
        ref var pq = ref MemoryMarshal.GetReference(q);
        ref var ps = ref MemoryMarshal.GetReference(s);
        ref var pf = ref MemoryMarshal.GetReference(free);
        ref var pns = ref MemoryMarshal.GetReference(nextS);
        ref var pny = ref MemoryMarshal.GetReference(nextY);
        var (factor, weight) = (Vector512.Create(scale), Vector512.Create(nextShift));
        Vector512<float> sum = default;
        for (nuint i = 0; i < (nuint)q.Length; i += Lanes)
        {
            var step = Vector512.LoadUnsafe(ref ps, i) & Vector512.LoadUnsafe(ref pf, i);
            var grown = Vector512.FusedMultiplyAdd(factor, step, Vector512.LoadUnsafe(ref pq, i));
            grown.StoreUnsafe(ref pq, i);
            var change = Vector512.FusedMultiplyAdd(weight, Vector512.LoadUnsafe(ref pns, i), Vector512.LoadUnsafe(ref pny, i));
            sum = Vector512.FusedMultiplyAdd(change, grown, sum);
        }

        return Sum(sum);
    }

    /// <summary>q += scale s over the free elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddStep(Span<float> q, ReadOnlySpan<float> s, ReadOnlySpan<float> free, float scale)
    {
        CheckLengths(q.Length, s.Length, free.Length, q.Length, q.Length, q.Length);
        ref var pq = ref MemoryMarshal.GetReference(q);
        ref var ps = ref MemoryMarshal.GetReference(s);
        ref var pf = ref MemoryMarshal.GetReference(free);
        var factor = Vector512.Create(scale);
        for (nuint i = 0; i < (nuint)q.Length; i += Lanes)
        {
            var step = Vector512.LoadUnsafe(ref ps, i) & Vector512.LoadUnsafe(ref pf, i);
            Vector512.FusedMultiplyAdd(factor, step, Vector512.LoadUnsafe(ref pq, i)).StoreUnsafe(ref pq, i);
        }
    }

    /// <summary>q *= scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<float> q, float scale)
    {
        CheckLengths(q.Length, q.Length, q.Length, q.Length, q.Length, q.Length);
        ref var pq = ref MemoryMarshal.GetReference(q);
        var factor = Vector512.Create(scale);
        for (nuint i = 0; i < (nuint)q.Length; i += Lanes)
        {
            (factor * Vector512.LoadUnsafe(ref pq, i)).StoreUnsafe(ref pq, i);
        }
    }

    /// <summary>trial = P(x - step * direction). Returns the slope sum g (trial - x) with g = gradient + curvature (x - centre), and sum
    /// (trial - centre)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Slope, float Distance) Trial(
        ReadOnlySpan<float> x, ReadOnlySpan<float> centre, ReadOnlySpan<float> gradient, ReadOnlySpan<float> direction,
        float curvature, float step, float lower, float upper, Span<float> trial)
    {
        CheckLengths(x.Length, centre.Length, gradient.Length, direction.Length, trial.Length, trial.Length);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pc = ref MemoryMarshal.GetReference(centre);
        ref var pg = ref MemoryMarshal.GetReference(gradient);
        ref var pd = ref MemoryMarshal.GetReference(direction);
        ref var pt = ref MemoryMarshal.GetReference(trial);
        var (low, high, length, weight) =
            (Vector512.Create(lower), Vector512.Create(upper), Vector512.Create(-step), Vector512.Create(curvature));
        var (slope, distance) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (nuint i = 0; i < (nuint)x.Length; i += Lanes)
        {
            var at = Vector512.LoadUnsafe(ref px, i);
            var from = Vector512.LoadUnsafe(ref pc, i);
            var g = Vector512.FusedMultiplyAdd(weight, at - from, Vector512.LoadUnsafe(ref pg, i));
            var t = Vector512.Min(Vector512.Max(Vector512.FusedMultiplyAdd(length, Vector512.LoadUnsafe(ref pd, i), at), low), high);
            t.StoreUnsafe(ref pt, i);
            slope = Vector512.FusedMultiplyAdd(g, t - at, slope);
            var r = t - from;
            distance = Vector512.FusedMultiplyAdd(r, r, distance);
        }

        return (Sum(slope), Sum(distance));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector512<float> lanes)
    {
        var eight = lanes.GetLower() + lanes.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));
    }

    private static void CheckLengths(int first, int second, int third, int fourth, int fifth, int sixth)
    {
        if (first % Lanes != 0 || second != first || third != first || fourth != first || fifth != first || sixth != first)
        {
            throw new UnreachableException("vectors of the optimiser differ in length");
        }
    }
}

/// <summary>Inner products of a remembered step s, the change y of the gradient along it, and a vector q.</summary>
internal readonly record struct PairProducts(float StepStep, float StepChange, float ChangeChange, float StepVector);
