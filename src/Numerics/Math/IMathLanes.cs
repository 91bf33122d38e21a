namespace Experiments.Numerics;

/// <summary>The operations that every elementwise function here is written in, at one vector width. Each is exact or rounded once (IEEE
/// 754, to nearest even), and fused means fused on every machine; so a function written in them has the same bits at every width.</summary>
/// <typeparam name="T">A vector of floats, or a float. The same type also carries lanes of 32-bit integers as bits.</typeparam>
internal interface IMathLanes<T>
    where T : struct
{
    static abstract T Broadcast(float value);

    static abstract T BroadcastBits(int value);

    static abstract T Add(T a, T b);

    static abstract T Subtract(T a, T b);

    static abstract T Multiply(T a, T b);

    static abstract T Divide(T a, T b);

    static abstract T SquareRoot(T a);

    /// <summary>a b + c, rounded once.</summary>
    static abstract T FusedMultiplyAdd(T a, T b, T c);

    /// <summary>All bits set in the lanes where a &lt; b; none where either is NaN.</summary>
    static abstract T LessThan(T a, T b);

    /// <summary>All bits set in the lanes where a = b; +0 equals -0, NaN equals nothing.</summary>
    static abstract T EqualTo(T a, T b);

    /// <summary>a where the mask's bits are set, b elsewhere.</summary>
    static abstract T Select(T mask, T a, T b);

    static abstract T AndBits(T a, T b);

    static abstract T OrBits(T a, T b);

    static abstract T XorBits(T a, T b);

    /// <summary>Integer sum modulo 2^32.</summary>
    static abstract T AddBits(T a, T b);

    /// <summary>Integer difference modulo 2^32.</summary>
    static abstract T SubtractBits(T a, T b);

    static abstract T ShiftLeftBits(T a, int count);

    /// <summary>Shifts in copies of the sign bit.</summary>
    static abstract T ShiftRightBits(T a, int count);

    /// <summary>Shifts in zeros.</summary>
    static abstract T ShiftRightUnsignedBits(T a, int count);

    /// <summary>The signed integers in the lanes as floats, rounded to nearest even.</summary>
    static abstract T BitsToSingle(T a);
}
