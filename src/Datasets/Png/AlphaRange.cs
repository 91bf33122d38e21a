namespace Experiments.Datasets;

/// <summary>The alphas of a picture's pixels, which are left out of it.</summary>
/// <param name="header">Of the picture.</param>
/// <param name="transparency">As <see cref="PngChunks.Transparency"/>.</param>
internal sealed class AlphaRange(PngHeader header, ReadOnlyMemory<byte> transparency)
{
    private const byte Opaque = 255;

    /// <summary>Bytes of one sample in tRNS, the high one first; it is 0 at 8 bits.</summary>
    private const int SampleBytes = 2;

    private (byte Low, byte High) _range = (byte.MaxValue, byte.MinValue);

    internal bool Varies => _range.Low < _range.High;

    /// <summary>Adds a row of samples.</summary>
    internal void Add(ReadOnlySpan<byte> row)
    {
        if (!header.HasAlpha && transparency.IsEmpty)
        {
            return;
        }

        for (var at = 0; at < row.Length; at += header.Samples)
        {
            var alpha = Of(row.Slice(at, header.Samples));
            _range = (Math.Min(_range.Low, alpha), Math.Max(_range.High, alpha));
        }
    }

    private byte Of(ReadOnlySpan<byte> pixel)
    {
        if (header.HasAlpha)
        {
            return pixel[^1];
        }

        var table = transparency.Span;
        if (header.Colour == PngColour.Palette)
        {
            return pixel[0] < table.Length ? table[pixel[0]] : Opaque;
        }

        for (var c = 0; c < pixel.Length; c++)
        {
            if (table.Length < SampleBytes * pixel.Length || table[SampleBytes * c] != 0 || table[SampleBytes * c + 1] != pixel[c])
            {
                return Opaque;
            }
        }

        return 0;
    }
}
