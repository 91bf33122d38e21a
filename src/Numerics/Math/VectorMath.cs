using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>
/// Elementwise exp, log, sigmoid and tanh whose bits do not depend on the machine: no call to a system library, and the same operations at
/// every vector width. Scalar and span versions agree bit for bit. Special values as IEEE 754 and C99 have them; every NaN result has the
/// bits of <see cref="float.NaN"/>. Errors are in units in the last place
/// (ulp; below the normal range the smallest subnormal), measured over every argument where the result is neither trivial nor periodic.
/// </summary>
public static class VectorMath
{
    /// <summary>e^x; error below 1.1 ulp. exp(x) is 0 below -104 and infinity above 88.7228.</summary>
    public static float Exp(float x) => LaneMath.Exp<MathLane, float>(x);

    /// <summary>Natural logarithm; error below 0.9 ulp. log(+-0) is -infinity; log of a negative number is NaN.</summary>
    public static float Log(float x) => LaneMath.Log<MathLane, float>(x);

    /// <summary>1 / (1 + e^-x); error below 1.6 ulp, in the lower tail too.</summary>
    public static float Sigmoid(float x) => LaneMath.Sigmoid<MathLane, float>(x);

    /// <summary>Hyperbolic tangent; error below 1.6 ulp. Odd: tanh(-x) is -tanh(x) to the bit.</summary>
    public static float Tanh(float x) => LaneMath.Tanh<MathLane, float>(x);

    /// <summary>y[i] = <see cref="Exp(float)"/> of x[i].</summary>
    /// <param name="x">May be <paramref name="y"/> itself; must not overlap it otherwise.</param>
    /// <param name="y">At least as long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="y"/> is shorter than <paramref name="x"/>.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Map<ExpFunction>(x, y);

    /// <summary>y[i] = <see cref="Log(float)"/> of x[i].</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => Map<LogFunction>(x, y);

    /// <summary>y[i] = <see cref="Sigmoid(float)"/> of x[i].</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Map<SigmoidFunction>(x, y);

    /// <summary>y[i] = <see cref="Tanh(float)"/> of x[i].</summary>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Map<TanhFunction>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Exp(Vector512<float> x) => LaneMath.Exp<MathLanes512, Vector512<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Exp(Vector256<float> x) => LaneMath.Exp<MathLanes256, Vector256<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Exp(Vector128<float> x) => LaneMath.Exp<MathLanes128, Vector128<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Sigmoid(Vector512<float> x) => LaneMath.Sigmoid<MathLanes512, Vector512<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Sigmoid(Vector256<float> x) => LaneMath.Sigmoid<MathLanes256, Vector256<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Sigmoid(Vector128<float> x) => LaneMath.Sigmoid<MathLanes128, Vector128<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Tanh(Vector512<float> x) => LaneMath.Tanh<MathLanes512, Vector512<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Tanh(Vector256<float> x) => LaneMath.Tanh<MathLanes256, Vector256<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Tanh(Vector128<float> x) => LaneMath.Tanh<MathLanes128, Vector128<float>>(x);

    private static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IFunction
    {
        if (y.Length < x.Length)
        {
            throw new ArgumentException($"y.Length is {y.Length}; it must be at least x.Length, {x.Length}", nameof(y));
        }

        if (Vector512.IsHardwareAccelerated)
        {
            Map512<TFunction>(x, y);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Map256<TFunction>(x, y);
        }
        else
        {
            MapScalar<TFunction>(x, y);
        }
    }

    private static void Map512<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IFunction
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= x.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            TFunction.Apply<MathLanes512, Vector512<float>>(Vector512.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }

        if (i < x.Length)
        {
            Span<float> rest = stackalloc float[Vector512<float>.Count];
            x[i..].CopyTo(rest);
            TFunction.Apply<MathLanes512, Vector512<float>>(Vector512.Create<float>(rest)).CopyTo(rest);
            rest[..(x.Length - i)].CopyTo(y[i..]);
        }
    }

    private static void Map256<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IFunction
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= x.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            TFunction.Apply<MathLanes256, Vector256<float>>(Vector256.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }

        if (i < x.Length)
        {
            Span<float> rest = stackalloc float[Vector256<float>.Count];
            x[i..].CopyTo(rest);
            TFunction.Apply<MathLanes256, Vector256<float>>(Vector256.Create<float>(rest)).CopyTo(rest);
            rest[..(x.Length - i)].CopyTo(y[i..]);
        }
    }

    private static void MapScalar<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IFunction
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = TFunction.Apply<MathLane, float>(x[i]);
        }
    }

    /// <summary>One of the functions, as a type: each width's loop is compiled for it.</summary>
    private interface IFunction
    {
        static abstract T Apply<TLanes, T>(T x)
            where TLanes : struct, IMathLanes<T>
            where T : struct;
    }

    private readonly struct ExpFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<TLanes, T>(T x)
            where TLanes : struct, IMathLanes<T>
            where T : struct =>
            LaneMath.Exp<TLanes, T>(x);
    }

    private readonly struct LogFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<TLanes, T>(T x)
            where TLanes : struct, IMathLanes<T>
            where T : struct =>
            LaneMath.Log<TLanes, T>(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<TLanes, T>(T x)
            where TLanes : struct, IMathLanes<T>
            where T : struct =>
            LaneMath.Sigmoid<TLanes, T>(x);
    }

    private readonly struct TanhFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Apply<TLanes, T>(T x)
            where TLanes : struct, IMathLanes<T>
            where T : struct =>
            LaneMath.Tanh<TLanes, T>(x);
    }
}
