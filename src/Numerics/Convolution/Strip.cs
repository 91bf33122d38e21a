using System.Runtime.CompilerServices;

namespace Experiments.Numerics;

/// <summary>Copies of the source pixels that some target rows read, one group's channels only and with zeros outside, so that windows lie
/// in straight lines.</summary>
internal static unsafe class Strip
{
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
        float* image, int sourceHeight, int sourceWidth, int channels, int firstChannel, int depth, int top, int height, int left,
        int width, float* strip)
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
                {
                    Unsafe.CopyBlock(strip + x * depth, source, (uint)(depth * sizeof(float)));
                }
            }

            Clear(strip + to * depth, (nint)(width - to) * depth);
        }
    }

    private static void Clear(float* at, nint length) => new Span<float>(at, (int)length).Clear();
}
