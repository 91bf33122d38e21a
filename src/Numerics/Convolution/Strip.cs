using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>Copies of the source pixels that some target rows read, one group's channels only and with zeros outside, so that windows lie in straight lines.</summary>
internal static unsafe class Strip
{
    /// <summary>Floats that <see cref="Unfold"/> may read past the end of the strip.</summary>
    public const int UnfoldSlack = 16;

    /// <summary>Floats that <see cref="Unfold"/> copies for a window's row of <paramref name="run"/> floats, fewer than 16.</summary>
    public static int UnfoldedRow(int run) => run > 8 ? 16 : 8;

    /// <summary>Writes rows <paramref name="top"/> to top + height - 1 and columns <paramref name="left"/> to left + width - 1.</summary>
    /// <param name="image">[sourceHeight, sourceWidth, channels].</param>
    /// <param name="sourceHeight">Rows of the image.</param>
    /// <param name="sourceWidth">Columns of the image.</param>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="firstChannel">First channel to copy.</param>
    /// <param name="depth">Channels to copy.</param>
    /// <param name="top">First row; may be negative.</param>
    /// <param name="height">Rows of the strip.</param>
    /// <param name="left">First column; may be negative.</param>
    /// <param name="width">Columns of the strip.</param>
    /// <param name="strip">[height, width, depth].</param>
    public static void Copy(
        float* image, int sourceHeight, int sourceWidth, int channels, int firstChannel, int depth, int top, int height, int left, int width, float* strip)
    {
        var from = Math.Clamp(-left, 0, width);
        var to = Math.Clamp(sourceWidth - left, from, width);
        var line = (nint)width * depth;
        for (var y = 0; y < height; y++, strip += line)
        {
            var row = top + y;
            if (row < 0 || row >= sourceHeight || from == to)
            {
                Clear(strip, line);
                continue;
            }

            Clear(strip, (nint)from * depth);
            var source = image + ((nint)row * sourceWidth + left + from) * channels + firstChannel;
            if (depth == channels)
            {
                Unsafe.CopyBlock(strip + from * depth, source, (uint)((to - from) * depth * sizeof(float)));
            }
            else
            {
                for (var x = from; x < to; x++, source += channels)
                    Unsafe.CopyBlock(strip + x * depth, source, (uint)(depth * sizeof(float)));
            }

            Clear(strip + to * depth, (nint)(width - to) * depth);
        }
    }

    /// <summary>
    /// Writes the windows of a padded image one by one. The rows of a window, shorter than 16 floats, are copied as whole vectors from the first
    /// to the last: what is too much is overwritten by the next.
    /// </summary>
    public static void Unfold(float* strip, Convolution2DShape shape, in WindowRows windows, float* target)
    {
        var depth = shape.ChannelsPerGroup;
        var run = shape.KernelWidth * depth;
        var line = (nint)windows.StripWidth * depth;
        for (var y = 0; y < shape.OutputHeight; y++)
        {
            var source = strip + y * shape.StrideY * line;
            for (var x = 0; x < shape.OutputWidth; x++, source += shape.StrideX * depth, target += windows.PixelStep)
            {
                for (var row = 0; row < shape.KernelHeight; row++)
                {
                    var from = source + row * line;
                    var to = target + row * run;
                    if (run > 8)
                        Vector256.Load(from + 8).Store(to + 8);
                    Vector256.Load(from).Store(to);
                }
            }
        }
    }

    private static void Clear(float* at, nint length) => new Span<float>(at, (int)length).Clear();
}
