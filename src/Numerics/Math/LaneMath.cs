using System.Runtime.CompilerServices;

namespace Experiments.Numerics;

/// <summary>
/// The elementwise functions, written once for every width: the bits of a lane are those of the scalar twin. Polynomials are minimax fits
/// (tests/Numerics.Tests/Math/minimax.py makes the coefficients); error bounds are on <see cref="VectorMath"/>, which is tested against
/// them.
/// </summary>
internal static class LaneMath
{
    // 1.5 x 2^23: adding it leaves the rounded integer in the low bits of the sum.
    private const float RoundingShift = 12582912f;
    private const int SignBit = int.MinValue;

    // ln 2 in two parts (Cody and Waite 1980): n times the first is exact for |n| < 2^15.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<TLanes, T>(T x)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        // Beyond these the result is 0 or infinity whatever x is, and n below stays in range. Comparisons let NaN through.
        var low = TLanes.Broadcast(-104f);
        var high = TLanes.Broadcast(89f);
        var inRange = TLanes.Select(TLanes.LessThan(x, low), low, x);
        inRange = TLanes.Select(TLanes.LessThan(high, inRange), high, inRange);

        // x = n ln 2 + r with |r| <= ln 2 / 2.
        var shifted = TLanes.FusedMultiplyAdd(inRange, TLanes.Broadcast(1.44269504f), TLanes.Broadcast(RoundingShift));
        var n = TLanes.Subtract(shifted, TLanes.Broadcast(RoundingShift));
        var r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2High), inRange);
        r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);

        var p = TLanes.Broadcast(0.00138145941f);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.00836871751f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.041668389f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.166665211f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.49999994f));
        p = TLanes.FusedMultiplyAdd(p, TLanes.Multiply(r, r), r);
        p = TLanes.Add(p, TLanes.Broadcast(1f));

        // Times 2^n in two steps of about n / 2: neither factor leaves the normal range, and only the last product can round.
        var integer = TLanes.SubtractBits(shifted, TLanes.Broadcast(RoundingShift));
        var half = TLanes.ShiftRightBits(integer, 1);
        var result =
            TLanes.Multiply(TLanes.Multiply(p, PowerOfTwo<TLanes, T>(half)), PowerOfTwo<TLanes, T>(TLanes.SubtractBits(integer, half)));
        return NanWhereNan<TLanes, T>(x, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<TLanes, T>(T x)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        // Subnormals are scaled into the normal range.
        var zero = TLanes.Broadcast(0f);
        var subnormal = TLanes.LessThan(x, TLanes.BroadcastBits(0x00800000));
        var scaled = TLanes.Select(subnormal, TLanes.Multiply(x, TLanes.Broadcast(8388608f)), x);

        // scaled = 2^k m with m in [sqrt(1/2), sqrt(2)); f = m - 1 is exact.
        var root = TLanes.BroadcastBits(0x3f3504f3);
        var offset = TLanes.SubtractBits(scaled, root);
        var mantissa = TLanes.AddBits(TLanes.AndBits(offset, TLanes.BroadcastBits(0x007fffff)), root);
        var k = TLanes.BitsToSingle(TLanes.ShiftRightBits(offset, 23));
        k = TLanes.Add(k, TLanes.Select(subnormal, TLanes.Broadcast(-23f), zero));
        var f = TLanes.Subtract(mantissa, TLanes.Broadcast(1f));
        var square = TLanes.Multiply(f, f);

        // log(1 + f) = f - f^2 / 2 + f^3 p(f), smallest terms first.
        var p = TLanes.Broadcast(0.0674628317f);
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.116754033f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.118881889f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.124056324f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.142195538f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.166679934f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.200021178f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.250000089f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.333333135f));
        var tail = TLanes.Multiply(TLanes.Multiply(p, f), square);
        tail = TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(Ln2Low), tail);
        tail = TLanes.FusedMultiplyAdd(square, TLanes.Broadcast(-0.5f), tail);
        var result = TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(Ln2High), TLanes.Add(f, tail));

        var infinity = TLanes.Broadcast(float.PositiveInfinity);
        var positive = TLanes.Select(TLanes.LessThan(x, infinity), result, infinity);
        var other = TLanes.Select(TLanes.EqualTo(x, zero), TLanes.Broadcast(float.NegativeInfinity), TLanes.Broadcast(float.NaN));
        return TLanes.Select(TLanes.LessThan(zero, x), positive, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<TLanes, T>(T x)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        // With e = exp(-|x|) <= 1 nothing overflows, and small results keep their relative precision: 1 / d, or e / d for x < 0, d = 1 + e.
        var one = TLanes.Broadcast(1f);
        var e = Exp<TLanes, T>(TLanes.OrBits(x, TLanes.BroadcastBits(SignBit)));
        var negative = TLanes.LessThan(x, TLanes.Broadcast(0f));
        var numerator = TLanes.Select(negative, e, one);
        var d = TLanes.Add(one, e);
        var y = TLanes.Divide(numerator, d);

        // What rounding took from d (exactly lost, as e <= 1) and from the quotient is put back: the error of e and one rounding remain. 1
        // / d is y, or 1 - y for x < 0.
        var lost = TLanes.Subtract(e, TLanes.Subtract(d, one));
        var remainder = TLanes.FusedMultiplyAdd(y, TLanes.Subtract(TLanes.Broadcast(0f), d), numerator);
        remainder = TLanes.FusedMultiplyAdd(y, TLanes.Subtract(TLanes.Broadcast(0f), lost), remainder);
        y = TLanes.FusedMultiplyAdd(remainder, TLanes.Select(negative, TLanes.Subtract(one, y), y), y);
        return NanWhereNan<TLanes, T>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<TLanes, T>(T x)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        var signBit = TLanes.BroadcastBits(SignBit);
        var sign = TLanes.AndBits(x, signBit);
        var a = TLanes.XorBits(x, sign);

        // Up to 0.55: a + a^3 p(a^2); above: 1 - 2 / (exp(2a) + 1), which no longer cancels.
        var square = TLanes.Multiply(a, a);
        var p = TLanes.Broadcast(-0.00627422472f);
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.0210716669f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.0538523085f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.13332586f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.333333164f));
        var small = TLanes.FusedMultiplyAdd(TLanes.Multiply(p, square), a, a);

        var one = TLanes.Broadcast(1f);
        var e = Exp<TLanes, T>(TLanes.Add(a, a));
        var large = TLanes.Subtract(one, TLanes.Divide(TLanes.Broadcast(2f), TLanes.Add(e, one)));
        var magnitude = TLanes.Select(TLanes.LessThan(a, TLanes.Broadcast(0.55f)), small, large);
        return NanWhereNan<TLanes, T>(x, TLanes.OrBits(magnitude, sign));
    }

    /// <summary>log(1 + x) for x in [0, 2^23]: the rounding error of 1 + x is put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log1p<TLanes, T>(T x)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        var one = TLanes.Broadcast(1f);
        var sum = TLanes.Add(one, x);
        var lost = TLanes.Subtract(x, TLanes.Subtract(sum, one));
        return TLanes.Add(Log<TLanes, T>(sum), TLanes.Divide(lost, sum));
    }

    /// <summary>
    /// Standard normal numbers by Box and Muller (1958): <see cref="GaussianRadius"/> times <see cref="SineOfTurns"/>. Twin lanes with
    /// equal words and <paramref name="quarterTurns"/> 1 and 0 give the two independent numbers of a pair (cosine, sine).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Gaussian<TLanes, T>(T radiusWord, T angleWord, T quarterTurns)
        where TLanes : struct, IMathLanes<T>
        where T : struct =>
        TLanes.Multiply(GaussianRadius<TLanes, T>(radiusWord), SineOfTurns<TLanes, T>(angleWord, quarterTurns));

    /// <summary>sqrt(-2 ln u) with u = (k + 1/2) / 2^31, rounded, from the upper 31 bits k of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GaussianRadius<TLanes, T>(T word)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        var k = TLanes.BitsToSingle(TLanes.ShiftRightUnsignedBits(word, 1));
        var u = TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(4.656612873077393e-10f), TLanes.Broadcast(2.3283064365386963e-10f));
        return TLanes.SquareRoot(TLanes.Multiply(TLanes.Broadcast(-2f), Log<TLanes, T>(u)));
    }

    /// <summary>A uniform number in (0, 1) from the upper 23 bits k of a word: (k + 1/2) / 2^23, exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Uniform<TLanes, T>(T word)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        var k = TLanes.BitsToSingle(TLanes.ShiftRightUnsignedBits(word, 9));
        return TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(1.1920928955078125e-7f), TLanes.Broadcast(5.9604644775390625e-8f));
    }

    /// <summary>sin(2 pi (word / 2^32 + quarterTurns / 4)); word and quarterTurns are integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SineOfTurns<TLanes, T>(T word, T quarterTurns)
        where TLanes : struct, IMathLanes<T>
        where T : struct
    {
        // The nearest quarter turn, and what is left of the angle: |a| <= pi / 4.
        var quarter = TLanes.ShiftRightBits(TLanes.AddBits(word, TLanes.BroadcastBits(1 << 29)), 30);
        var rest = TLanes.BitsToSingle(TLanes.SubtractBits(word, TLanes.ShiftLeftBits(quarter, 30)));
        var a = TLanes.Multiply(rest, TLanes.Broadcast(1.4629180792671596e-9f));
        var square = TLanes.Multiply(a, a);

        var s = TLanes.Broadcast(-0.000195152155f);
        s = TLanes.FusedMultiplyAdd(s, square, TLanes.Broadcast(0.0083321603f));
        s = TLanes.FusedMultiplyAdd(s, square, TLanes.Broadcast(-0.166666552f));
        var sine = TLanes.FusedMultiplyAdd(TLanes.Multiply(s, square), a, a);

        var c = TLanes.Broadcast(2.44330786e-05f);
        c = TLanes.FusedMultiplyAdd(c, square, TLanes.Broadcast(-0.00138873153f));
        c = TLanes.FusedMultiplyAdd(c, square, TLanes.Broadcast(0.0416666456f));
        c = TLanes.FusedMultiplyAdd(c, square, TLanes.Broadcast(-0.5f));
        var cosine = TLanes.FusedMultiplyAdd(c, square, TLanes.Broadcast(1f));

        // sin(a + q pi/2): odd q takes the cosine; q = 2 and 3 (bit 1) turn the sign.
        quarter = TLanes.AddBits(quarter, quarterTurns);
        var odd = TLanes.ShiftRightBits(TLanes.ShiftLeftBits(quarter, 31), 31);
        var sign = TLanes.AndBits(TLanes.ShiftLeftBits(quarter, 30), TLanes.BroadcastBits(SignBit));
        return TLanes.XorBits(TLanes.Select(odd, cosine, sine), sign);
    }

    /// <summary>2^n for integer lanes n in [-126, 127].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T PowerOfTwo<TLanes, T>(T n)
        where TLanes : struct, IMathLanes<T>
        where T : struct =>
        TLanes.ShiftLeftBits(TLanes.AddBits(n, TLanes.BroadcastBits(127)), 23);

    /// <summary>One NaN pattern for every NaN, so that NaNs too have the same bits at every width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T NanWhereNan<TLanes, T>(T x, T result)
        where TLanes : struct, IMathLanes<T>
        where T : struct =>
        TLanes.Select(TLanes.EqualTo(x, x), result, TLanes.Broadcast(float.NaN));
}
