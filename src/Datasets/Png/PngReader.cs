using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Experiments.Numerics;
using Experiments.Settings;

namespace Experiments.Datasets;

/// <summary>
/// Reads PNG files from anywhere: 8 bits per sample, gray, RGB or palette, not interlaced; an alpha channel and every transparency are left
/// out. Nothing is allocated on the word of the file alone, and a message says which byte is wrong. W3C, "Portable Network Graphics (PNG)
/// specification", second edition, 2003.
/// </summary>
public static class PngReader
{
    /// <summary>The largest file in bytes.</summary>
    public const int MaxFileBytes = 256 << 20;

    /// <summary>Deflate makes at most this many bytes out of one.</summary>
    private const long MostPerByte = 1032;

    /// <summary>Decodes a file.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <exception cref="DataFileException">The file is damaged or of a kind that is not read.</exception>
    public static PngImage Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (header, chunks) = ReadParts(content, file);
        var pixels = new byte[header.Shape.Length];
        var alpha = new AlphaRange(header, chunks.Transparency);
        try
        {
            ReadRows(header, chunks, pixels, alpha, file);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DataFileException(file, chunks.DataPosition, $"the pixels cannot be decompressed: {error.Message}", error);
        }

        return new PngImage(header.Shape, pixels) { AlphaVaries = alpha.Varies };
    }

    /// <summary>Whether the pixels of a file differ in their transparency. Only files that may have one are decoded for it.</summary>
    /// <exception cref="DataFileException">The file is damaged or of a kind that is not read.</exception>
    internal static bool AlphaVaries(ReadOnlyMemory<byte> content, string file) =>
        (PngHeader.Read(content.Span, file).HasAlpha || content.Span.IndexOf("tRNS"u8) >= 0) && Read(content, file).AlphaVaries;

    /// <summary>Checks everything about a file but its compressed pixels, which their checksums vouch for.</summary>
    /// <returns>The picture's shape.</returns>
    /// <inheritdoc cref="Read"/>
    internal static TensorShape Inspect(ReadOnlyMemory<byte> content, string file) => ReadParts(content, file).Header.Shape;

    private static (PngHeader Header, PngChunks Chunks) ReadParts(ReadOnlyMemory<byte> content, string file)
    {
        var header = PngHeader.Read(content.Span, file);
        var chunks = PngChunks.Read(content, file, header.Colour == PngColour.Palette);
        var needed = (long)(header.RowBytes + 1) * header.Height;
        if (needed > chunks.DataBytes * MostPerByte)
        {
            throw new DataFileException(
                file, chunks.DataPosition,
                $"{chunks.DataBytes} bytes of compressed pixels follow; they cannot hold the {needed} bytes of {header.Height} rows "
                    + $"of {header.Width} pixels");
        }

        return (header, chunks);
    }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="DatasetException">It is larger than <see cref="MaxFileBytes"/>.</exception>
    internal static byte[] ReadFile(string path) =>
        RegularFile.ReadAll(path, MaxFileBytes)
            ?? throw new DatasetException($"{path} has more than {MaxFileBytes} bytes; it must have at most {MaxFileBytes}");

    private static void ReadRows(PngHeader header, PngChunks chunks, byte[] pixels, AlphaRange alpha, string file)
    {
        using var compressed = new MemoryStream(chunks.Data(), writable: false);
        using var stream = new ZLibStream(compressed, CompressionMode.Decompress);
        var (row, above) = (new byte[header.RowBytes], new byte[header.RowBytes]);
        for (var y = 0; y < header.Height; y++)
        {
            var filter = stream.ReadByte();
            if (filter < 0 || stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw new DataFileException(
                    file, chunks.DataPosition, $"the pixels end within row {y}; there must be {header.Height} rows");
            }
            if (filter >= PngFilter.Count)
            {
                throw new DataFileException(
                    file, chunks.DataPosition, $"filter of row {y} is {filter}; it must be in [0, {PngFilter.Count})");
            }
            PngFilter.Undo(filter, row, above, header.Samples);
            Store(header, chunks, row, y, pixels, file);
            alpha.Add(row);
            (row, above) = (above, row);
        }

        if (stream.ReadByte() >= 0)
        {
            throw new DataFileException(file, chunks.DataPosition, $"there are more pixels after row {header.Height - 1}, the last");
        }
    }

    /// <summary>One row of samples into the planes of the picture.</summary>
    private static void Store(PngHeader header, PngChunks chunks, ReadOnlySpan<byte> row, int y, byte[] pixels, string file)
    {
        var (channels, plane) = (header.Shape.Channels, header.Height * header.Width);
        for (var x = 0; x < header.Width; x++)
        {
            var at = y * header.Width + x;
            if (header.Colour != PngColour.Palette)
            {
                for (var c = 0; c < channels; c++)
                {
                    pixels[c * plane + at] = row[x * header.Samples + c];
                }
                continue;
            }

            var palette = chunks.Palette.Span;
            if (row[x] * 3 >= palette.Length)
            {
                throw new DataFileException(
                    file,
                    chunks.DataPosition,
                    $"pixel {x} of row {y} is colour {row[x]}; it must be below {palette.Length / 3}, the colours of the palette");
            }
            for (var c = 0; c < channels; c++)
            {
                pixels[c * plane + at] = palette[row[x] * 3 + c];
            }
        }
    }
}

/// <summary>The chunks after the header that matter: the palette and the compressed pixels.</summary>
internal sealed class PngChunks
{
    private const int Overhead = 12;

    private readonly List<ReadOnlyMemory<byte>> _data = [];

    /// <summary>Red, green and blue of each colour; empty for none.</summary>
    public ReadOnlyMemory<byte> Palette { get; private set; }

    /// <summary>What tRNS says: an alpha for each of the first colours of the palette, or the one transparent colour; empty for
    /// none.</summary>
    public ReadOnlyMemory<byte> Transparency { get; private set; }

    /// <summary>Compressed bytes of all pixels.</summary>
    public long DataBytes { get; private set; }

    /// <summary>Where the first chunk of pixels begins in the file.</summary>
    public long DataPosition { get; private set; }

    /// <summary>Walks over all chunks and checks each one's length, checksum and place.</summary>
    /// <exception cref="DataFileException">A chunk is damaged, missing or in the wrong place.</exception>
    public static PngChunks Read(ReadOnlyMemory<byte> content, string file, bool needsPalette)
    {
        var chunks = new PngChunks();
        var (at, type, before) = (PngHeader.FileBytes, "IHDR", "");
        while (type != "IEND")
        {
            before = type;
            var body = Chunk(content, at, file, out type);
            chunks.Take(type, before, body, at, file);
            at += Overhead + body.Length;
        }

        if (chunks._data.Count == 0)
        {
            throw new DataFileException(file, at - Overhead, "there are no pixels; an IDAT must come before IEND");
        }
        if (needsPalette && chunks.Palette.IsEmpty)
        {
            throw new DataFileException(file, chunks.DataPosition, "there is no palette; a PLTE must come before IDAT with colour type 3");
        }
        return at == content.Length ? chunks : throw new DataFileException(
            file, at, $"{content.Length - at} bytes follow after IEND; the file must end there");
    }

    /// <summary>The compressed pixels in one piece.</summary>
    public byte[] Data()
    {
        var data = new byte[DataBytes];
        var at = 0;
        foreach (var part in _data)
        {
            part.CopyTo(data.AsMemory(at));
            at += part.Length;
        }

        return data;
    }

    private static ReadOnlyMemory<byte> Chunk(ReadOnlyMemory<byte> content, int at, string file, out string type)
    {
        var left = content.Span[at..];
        if (left.Length < Overhead)
        {
            throw new DataFileException(file, at, "the file ends before its IEND");
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(left);
        if (length > left.Length - Overhead)
        {
            throw new DataFileException(
                file, at, $"the length of the chunk is {length}; it must be at most {left.Length - Overhead}, what is left of the file");
        }

        var named = left.Slice(4, 4 + (int)length);
        type = Encoding.ASCII.GetString(named[..4]);
        if (!type.All(char.IsAsciiLetter))
        {
            throw new DataFileException(file, at + 4, "the type of the chunk must be four letters");
        }
        var (found, expected) = (BinaryPrimitives.ReadUInt32BigEndian(left[(8 + (int)length)..]), Crc32.HashToUInt32(named));
        return found == expected
            ? content.Slice(at + 8, (int)length)
            : throw new DataFileException(
                file, at + 8 + length, $"the CRC of {type} is {found:x8}; it must be {expected:x8}: the file is damaged");
    }

    private void Take(string type, string before, ReadOnlyMemory<byte> body, int at, string file)
    {
        switch (type)
        {
            case "PLTE" when body.Length % 3 != 0 || body.Length is 0 or > 768 || !Palette.IsEmpty || _data.Count > 0:
                throw new DataFileException(
                    file, at, $"PLTE has {body.Length} bytes; it must be one chunk of 1 to 256 colours of 3 bytes before IDAT");
            case "PLTE":
                Palette = body;
                break;
            case "IDAT" when _data.Count > 0 && before != "IDAT":
                throw new DataFileException(file, at, "IDAT comes after another chunk; all must follow one another");
            case "IDAT":
                DataPosition = _data.Count == 0 ? at : DataPosition;
                DataBytes += body.Length;
                _data.Add(body);
                break;
            case "tRNS":
                Transparency = body;
                break;
            case "IEND":
                break;
            case var other when char.IsAsciiLetterUpper(other[0]):
                throw new DataFileException(file, at + 4, $"chunk {other} is critical and not known to this reader");
        }
    }
}
