namespace Experiments.Reporting;

/// <summary>A picture of 8-bit pixels, for people to look at: nothing is ever computed from it.</summary>
public sealed class PixelImage
{
    /// <summary>A black picture.</summary>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, channels is neither 1 nor 3, or the picture has more than 2^31 - 1
    /// bytes.</exception>
    public PixelImage(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "channels must be 1 (grey) or 3 (red, green, blue).");
        }

        var bytes = (long)width * height * channels;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Array.MaxLength, nameof(width));
        Width = width;
        Height = height;
        Channels = channels;
        Pixels = new byte[bytes];
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>[height, width, channels], rows from the top.</summary>
    public Memory<byte> Pixels { get; }

    /// <summary>One row of pixels.</summary>
    public Span<byte> Row(int y) => Pixels.Span.Slice(y * Width * Channels, Width * Channels);

    /// <summary>Fills a rectangle with one grey; what lies outside the picture is left out.</summary>
    public void Fill(int left, int top, int width, int height, byte grey)
    {
        var x0 = Math.Clamp(left, 0, Width);
        var x1 = Math.Clamp(left + width, 0, Width);
        for (var y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            Row(y)[(x0 * Channels)..(Math.Max(x0, x1) * Channels)].Fill(grey);
        }
    }
}
