using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Experiments.Reporting;

/// <summary>Writes 8-bit grey and RGB pictures as PNG (ISO/IEC 15948): one IDAT chunk, per row the filter None, Sub or Up that leaves the
/// smallest values.</summary>
public static class PngWriter
{
    private const byte BitDepth = 8;
    private const byte GreyColourType = 0;
    private const byte RgbColourType = 2;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes the picture; the same picture always gives the same bytes on the same runtime.</summary>
    public static void Write(Stream stream, PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        stream.Write(Signature);
        WriteChunk(stream, "IHDR"u8, Header(image));
        WriteChunk(stream, "IDAT"u8, Compress(image));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static byte[] Header(PixelImage image)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = BitDepth;
        header[9] = image.Channels == 1 ? GreyColourType : RgbColourType;

        // Compression, filter and interlace method stay 0: deflate, the five basic filters, no interlacing.
        return header;
    }

    private static ReadOnlySpan<byte> Compress(PixelImage image)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var rowBytes = image.Width * image.Channels;
            var filtered = Enumerable.Range(0, 3).Select(_ => new byte[1 + rowBytes]).ToArray();
            ReadOnlySpan<byte> above = new byte[rowBytes];
            for (var y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = image.Row(y);
                zlib.Write(FilterRow(row, above, image.Channels, filtered));
                above = row;
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    /// <summary>Fills the three candidates and returns the one whose bytes, read as signed, have the smallest sum of absolute
    /// values.</summary>
    private static byte[] FilterRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int channels, byte[][] candidates)
    {
        Span<long> sums = [0, 0, 0];
        for (byte filter = 0; filter < candidates.Length; filter++)
        {
            var target = candidates[filter];
            target[0] = filter;
            for (var i = 0; i < row.Length; i++)
            {
                var predicted = filter switch
                {
                    1 => i < channels ? 0 : row[i - channels],
                    2 => above[i],
                    _ => 0,
                };
                var difference = (byte)(row[i] - predicted);
                target[1 + i] = difference;
                sums[filter] += Math.Abs((int)(sbyte)difference);
            }
        }

        var best = sums[1] < sums[0] ? 1 : 0;
        return candidates[sums[2] < sums[best] ? 2 : best];
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        stream.Write(type);
        stream.Write(data);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, checksum.GetCurrentHashAsUInt32());
        stream.Write(word);
    }
}
