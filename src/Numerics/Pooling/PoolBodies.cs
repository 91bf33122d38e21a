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
                {
                    Pool(Windows.At(pooling, oy, ox, out var at), source + at, target, channels, constant);
                }
            }
        }
    }

    private static void Pool(in Window window, float* source, float* target, int channels, float constant)
    {
        var c = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; c <= channels - Vector512<float>.Count; c += Vector512<float>.Count)
            {
                TWindow.Pool<MathLanes512, Vector512<float>>(source + c, window, constant).Store(target + c);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; c <= channels - Vector256<float>.Count; c += Vector256<float>.Count)
            {
                TWindow.Pool<MathLanes256, Vector256<float>>(source + c, window, constant).Store(target + c);
            }
        }

        for (; c < channels; c++)
        {
            target[c] = TWindow.Pool<MathLane, float>(source + c, window, constant);
        }
    }
}

/// <summary>Takes whole images' gradients back through their windows; item t is image t.</summary>
internal readonly unsafe struct PoolGradient<TWindow>(Pooling2D pooling, float* x, float* dy, float* dx, PinnedEpilogue epilogue)
    : IRangeBody
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
            var cleared = 0;
            var finished = 0;
            for (var oy = 0; oy < pooling.OutputHeight; oy++)
            {
                // Rows are cleared when the first window reaches them and finished when the last has left them, both while they are in the
                // cache.
                var top = oy * pooling.StrideY - pooling.PaddingY;
                cleared = Clear(first, cleared, Math.Min(pooling.Height, top + pooling.WindowHeight));
                finished = Finish(first, finished, Math.Clamp(top, 0, pooling.Height));
                for (var ox = 0; ox < pooling.OutputWidth; ox++, gradient += channels)
                {
                    var window = Windows.At(pooling, oy, ox, out var at);
                    AddGradient(window, x + first + at, dx + first + at, gradient, channels, constant);
                }
            }

            Clear(first, cleared, pooling.Height);
            Finish(first, finished, pooling.Height);
        }
    }

    /// <summary>Clears the gradient's rows from <paramref name="row"/> to before <paramref name="end"/>; returns the first that is
    /// not.</summary>
    private int Clear(nint image, int row, int end)
    {
        if (end <= row)
        {
            return row;
        }
        var line = pooling.Width * pooling.Channels;
        new Span<float>(dx + image + (nint)row * line, (end - row) * line).Clear();
        return end;
    }

    /// <summary>The epilogue on the rows from <paramref name="row"/> to before <paramref name="end"/>, which are complete; returns the
    /// first that is not.</summary>
    private int Finish(nint image, int row, int end)
    {
        if (end <= row)
        {
            return row;
        }
        var line = pooling.Width * pooling.Channels;
        EpiloguePass.Apply(epilogue, dx, image + (nint)row * line, (end - row) * line, pooling.Channels);
        return end;
    }

    private static void AddGradient(in Window window, float* source, float* target, float* gradient, int channels, float constant)
    {
        var c = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; c <= channels - Vector512<float>.Count; c += Vector512<float>.Count)
            {
                TWindow.AddGradient<MathLanes512, Vector512<float>>(
                    source + c, target + c, Unsafe.ReadUnaligned<Vector512<float>>(gradient + c), window, constant);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; c <= channels - Vector256<float>.Count; c += Vector256<float>.Count)
            {
                TWindow.AddGradient<MathLanes256, Vector256<float>>(
                    source + c, target + c, Unsafe.ReadUnaligned<Vector256<float>>(gradient + c), window, constant);
            }
        }

        for (; c < channels; c++)
        {
            TWindow.AddGradient<MathLane, float>(source + c, target + c, gradient[c], window, constant);
        }
    }
}
