using System.Runtime.CompilerServices;

namespace Experiments.Numerics;

/// <summary>The pixels of one window, some channels of each.</summary>
internal readonly struct Window(int rows, int columns, nint line, nint pixel)
{
    public readonly int Rows = rows;
    public readonly int Columns = columns;

    /// <summary>Floats from one row to the next.</summary>
    public readonly nint Line = line;

    /// <summary>Floats from one column to the next.</summary>
    public readonly nint Pixel = pixel;
}

/// <summary>A pooling of one window, a vector of channels at a time; the bits of a lane do not depend on the vector's width.</summary>
internal unsafe interface IWindow
{
    static abstract T Pool<TLanes, T>(float* x, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged;

    /// <summary>Adds the window's share of the gradient to dx.</summary>
    static abstract void AddGradient<TLanes, T>(float* x, float* dx, T gradient, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged;
}

internal readonly unsafe struct MaxWindow : IWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pool<TLanes, T>(float* x, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var largest = Unsafe.ReadUnaligned<T>(x);
        for (var r = 0; r < window.Rows; r++)
        {
            for (var c = 0; c < window.Columns; c++)
            {
                var value = Unsafe.ReadUnaligned<T>(x + r * window.Line + c * window.Pixel);
                largest = TLanes.Select(Replaces<TLanes, T>(largest, value), value, largest);
            }
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddGradient<TLanes, T>(float* x, float* dx, T gradient, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var largest = Unsafe.ReadUnaligned<T>(x);
        var winner = TLanes.BroadcastBits(0);
        for (var r = 0; r < window.Rows; r++)
        {
            for (var c = 0; c < window.Columns; c++)
            {
                var value = Unsafe.ReadUnaligned<T>(x + r * window.Line + c * window.Pixel);
                var replaces = Replaces<TLanes, T>(largest, value);
                largest = TLanes.Select(replaces, value, largest);
                winner = TLanes.Select(replaces, TLanes.Broadcast(r * window.Columns + c), winner);
            }
        }

        for (var r = 0; r < window.Rows; r++)
        {
            for (var c = 0; c < window.Columns; c++)
            {
                var at = dx + r * window.Line + c * window.Pixel;
                var share = TLanes.AndBits(TLanes.EqualTo(winner, TLanes.Broadcast(r * window.Columns + c)), gradient);
                Unsafe.WriteUnaligned(at, TLanes.Add(Unsafe.ReadUnaligned<T>(at), share));
            }
        }
    }

    /// <summary>largest &lt; value, or value is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Replaces<TLanes, T>(T largest, T value)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged =>
        TLanes.OrBits(TLanes.LessThan(largest, value), TLanes.XorBits(TLanes.EqualTo(value, value), TLanes.BroadcastBits(-1)));
}

internal readonly unsafe struct AverageWindow : IWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pool<TLanes, T>(float* x, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var sum = TLanes.Broadcast(0);
        for (var r = 0; r < window.Rows; r++)
        {
            for (var c = 0; c < window.Columns; c++)
            {
                sum = TLanes.Add(sum, Unsafe.ReadUnaligned<T>(x + r * window.Line + c * window.Pixel));
            }
        }

        return TLanes.Divide(sum, TLanes.Broadcast(constant));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddGradient<TLanes, T>(float* x, float* dx, T gradient, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var share = TLanes.Divide(gradient, TLanes.Broadcast(constant));
        for (var r = 0; r < window.Rows; r++)
        {
            for (var c = 0; c < window.Columns; c++)
            {
                var at = dx + r * window.Line + c * window.Pixel;
                Unsafe.WriteUnaligned(at, TLanes.Add(Unsafe.ReadUnaligned<T>(at), share));
            }
        }
    }
}

internal readonly unsafe struct L2Window : IWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pool<TLanes, T>(float* x, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var sum = TLanes.Broadcast(constant);
        for (var r = 0; r < window.Rows; r++)
        {
            for (var c = 0; c < window.Columns; c++)
            {
                var value = Unsafe.ReadUnaligned<T>(x + r * window.Line + c * window.Pixel);
                sum = TLanes.FusedMultiplyAdd(value, value, sum);
            }
        }

        return TLanes.SquareRoot(sum);
    }

    /// <summary>dy/dx = x / y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddGradient<TLanes, T>(float* x, float* dx, T gradient, in Window window, float constant)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var share = TLanes.Divide(gradient, Pool<TLanes, T>(x, window, constant));
        for (var r = 0; r < window.Rows; r++)
        {
            for (var c = 0; c < window.Columns; c++)
            {
                var offset = r * window.Line + c * window.Pixel;
                var value = Unsafe.ReadUnaligned<T>(x + offset);
                Unsafe.WriteUnaligned(dx + offset, TLanes.FusedMultiplyAdd(value, share, Unsafe.ReadUnaligned<T>(dx + offset)));
            }
        }
    }
}
