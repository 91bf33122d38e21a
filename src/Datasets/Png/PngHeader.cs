using System.Buffers.Binary;
using System.IO.Hashing;
using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>The first chunk of a PNG file: all that is known of a picture before its pixels are read.</summary>
/// <param name="Width">1 to <see cref="MaxSide"/>.</param>
/// <param name="Height">1 to <see cref="MaxSide"/>.</param>
/// <param name="Colour">How samples make pixels.</param>
internal readonly record struct PngHeader(int Width, int Height, PngColour Colour)
{
    /// <summary>The most rows or columns.</summary>
    public const int MaxSide = 16_384;

    /// <summary>The most pixels, whatever the sides: 67,108,864, which are 192 MiB in colours.</summary>
    public const int MaxPixels = 1 << 26;

    /// <summary>The signature, and the header chunk with its length, type and checksum.</summary>
    public const int FileBytes = 8 + 12 + ContentBytes;

    private const int ContentBytes = 13;
    private const int ContentStart = 16;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Bytes of one sample row, without its filter byte.</summary>
    public int RowBytes => Width * Samples;

    /// <summary>Samples of one pixel, each one byte.</summary>
    public int Samples => Colour switch { PngColour.Rgb => 3, PngColour.GrayAlpha => 2, PngColour.RgbAlpha => 4, _ => 1 };

    /// <summary>Whether the last sample of each pixel is its alpha.</summary>
    public bool HasAlpha => Colour is PngColour.GrayAlpha or PngColour.RgbAlpha;

    /// <summary>Shape of the picture: alpha is left out, a palette has colours.</summary>
    public TensorShape Shape => new(Colour is PngColour.Gray or PngColour.GrayAlpha ? 1 : 3, Height, Width);

    /// <summary>Reads the start of a file.</summary>
    /// <param name="start">At least <see cref="FileBytes"/> bytes, if the file has so many.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="DataFileException">It is not the start of a PNG file that this reader reads.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> start, string file)
    {
        if (!start.StartsWith(Signature))
        {
            throw new DataFileException(file, 0, "the file does not begin as PNG files do; it must be one");
        }
        if (start.Length < FileBytes)
        {
            throw new DataFileException(file, start.Length, "the file ends within its header");
        }

        var chunk = start[8..FileBytes];
        if (BinaryPrimitives.ReadUInt32BigEndian(chunk) != ContentBytes || !chunk[4..8].SequenceEqual("IHDR"u8))
        {
            throw new DataFileException(file, 8, $"the first chunk must be an IHDR of {ContentBytes} bytes");
        }
        var (found, expected) = (BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]), Crc32.HashToUInt32(chunk[4..^4]));
        if (found != expected)
        {
            throw new DataFileException(
                file, FileBytes - 4, $"the CRC of IHDR is {found:x8}; it must be {expected:x8}: the file is damaged");
        }
        return Parse(chunk[8..^4], file);
    }

    private static PngHeader Parse(ReadOnlySpan<byte> content, string file)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
        if (width is < 1 or > MaxSide)
        {
            throw new DataFileException(file, ContentStart, $"width is {width}; it must be in [1, {MaxSide}]");
        }
        if (height is < 1 or > MaxSide)
        {
            throw new DataFileException(file, ContentStart + 4, $"height is {height}; it must be in [1, {MaxSide}]");
        }
        if ((long)width * height > MaxPixels)
        {
            throw new DataFileException(
                file, ContentStart, $"the picture has {width} x {height} pixels; it must have at most {MaxPixels}");
        }
        var colour = (PngColour)content[9];
        if (!Enum.IsDefined(colour))
        {
            throw new DataFileException(file, ContentStart + 9, $"colour type is {content[9]}; it must be 0, 2, 3, 4 or 6");
        }
        if (content[8] != 8)
        {
            throw new DataFileException(file, ContentStart + 8, $"bit depth is {content[8]}; it must be 8");
        }
        if (content[10] != 0 || content[11] != 0)
        {
            throw new DataFileException(
                file, ContentStart + 10, $"compression and filter method are {content[10]} and {content[11]}; they must be 0");
        }
        return content[12] == 0
            ? new PngHeader((int)width, (int)height, colour)
            : throw new DataFileException(
                file,
                ContentStart + 12,
                $"interlace method is {content[12]}; it must be 0: interlaced files are not read, so save it without interlacing");
    }
}

/// <summary>The colour types of the specification.</summary>
internal enum PngColour : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    RgbAlpha = 6,
}
