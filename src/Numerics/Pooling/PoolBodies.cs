using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>Walks the windows of an image in order.</summary>
internal static unsafe class Windows
{
    /// <summary>The part of window (oy, ox) that lies in the image, and where it begins.</summary>
    public static Window At(Pooling2D pooling, int oy, int ox, out nint start)
    {
        var top = oy * pooling.StrideY - pooling.PaddingY;
        var left = ox * pooling.StrideX - pooling.PaddingX;
        var bottom = Math.Min(pooling.Height, top + pooling.WindowHeight);
        var right = Math.Min(pooling.Width, left + pooling.WindowWidth);
        (top, left) = (Math.Max(0, top), Math.Max(0, left));
        start = ((nint)top * pooling.Width + left) * pooling.Channels;
        return new Window(bottom - top, right - left, (nint)pooling.Width * pooling.Channels, pooling.Channels);
    }
}

/// <summary>Pools whole images; item t is image t.</summary>
internal readonly unsafe struct PoolForward<TWindow>(Pooling2D pooling, float* x, float* y) : IRangeBody
    where TWindow : struct, IWindow
{
    public void Invoke(int start, int end)
    {
        var channels = pooling.Channels;
        var constant = pooling.Constant;
        var target = y + (nint)start * pooling.OutputLength;
        for (var image = start; image < end; image++)
        {
            var source = x + (nint)image * pooling.InputLength;
            for (var oy = 0; oy < pooling.OutputHeight; oy++)
            {
                for (var ox = 0; ox < pooling.OutputWidth; ox++, target += channels)
                    Pool(Windows.At(pooling, oy, ox, out var at), source + at, target, channels, constant);
            }
        }
    }

    private static void Pool(in Window window, float* source, float* target, int channels, float constant)
    {
        var c = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; c <= channels - Vector256<float>.Count; c += Vector256<float>.Count)
                TWindow.Pool<MathLanes256, Vector256<float>>(source + c, window, constant).Store(target + c);
        }

        for (; c < channels; c++)
            target[c] = TWindow.Pool<MathLane, float>(source + c, window, constant);
    }
}

/// <summary>Takes whole images' gradients back through their windows; item t is image t.</summary>
internal readonly unsafe struct PoolGradient<TWindow>(Pooling2D pooling, float* x, float* dy, float* dx, PinnedEpilogue epilogue) : IRangeBody
    where TWindow : struct, IWindow
{
    public void Invoke(int start, int end)
    {
        var channels = pooling.Channels;
        var constant = pooling.Constant;
        var gradient = dy + (nint)start * pooling.OutputLength;
        for (var image = start; image < end; image++)
        {
            var first = (nint)image * pooling.InputLength;
            new Span<float>(dx + first, pooling.InputLength).Clear();
            for (var oy = 0; oy < pooling.OutputHeight; oy++)
            {
                for (var ox = 0; ox < pooling.OutputWidth; ox++, gradient += channels)
                {
                    var window = Windows.At(pooling, oy, ox, out var at);
                    AddGradient(window, x + first + at, dx + first + at, gradient, channels, constant);
                }
            }

            EpiloguePass.Apply(epilogue, dx, first, pooling.InputLength, channels);
        }
    }

    private static void AddGradient(in Window window, float* source, float* target, float* gradient, int channels, float constant)
    {
        var c = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; c <= channels - Vector256<float>.Count; c += Vector256<float>.Count)
                TWindow.AddGradient<MathLanes256, Vector256<float>>(source + c, target + c, Unsafe.ReadUnaligned<Vector256<float>>(gradient + c), window, constant);
        }

        for (; c < channels; c++)
            TWindow.AddGradient<MathLane, float>(source + c, target + c, gradient[c], window, constant);
    }
}
