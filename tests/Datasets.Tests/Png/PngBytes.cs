using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Experiments.Datasets.Tests;

/// <summary>Writes PNG files by the standard, without any code of the reader: rows filtered forward, CRCs bit by bit.</summary>
internal static class PngBytes
{
    internal static byte[] Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A whole file.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="colour">Colour type.</param>
    /// <param name="samples">Row by row, pixel by pixel.</param>
    /// <param name="filters">Of each row, over and over.</param>
    /// <param name="palette">Chunk PLTE; null for none.</param>
    /// <param name="transparency">Chunk tRNS; null for none.</param>
    internal static byte[] File(
        int width, int height, int colour, byte[] samples, int[]? filters = null, byte[]? palette = null, byte[]? transparency = null)
    {
        List<byte[]> chunks = [Signature, Header(width, height, colour)];
        if (palette is not null)
        {
            chunks.Add(Chunk("PLTE", palette));
        }
        if (transparency is not null)
        {
            chunks.Add(Chunk("tRNS", transparency));
        }
        chunks.AddRange([Chunk("tEXt", [65, 0, 66]),
            Chunk("IDAT", Compress(Filter(samples, samples.Length / height, samples.Length / height / width, filters ?? [0]))),
            Chunk("IEND", [])]);
        return [.. chunks.SelectMany(chunk => chunk)];
    }

    internal static byte[] Gray(int width, int height, params byte[] samples) => File(width, height, 0, samples);

    internal static byte[] Header(int width, int height, int colour, int depth = 8, int interlace = 0)
    {
        var body = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(body, width);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), height);
        (body[8], body[9], body[12]) = ((byte)depth, (byte)colour, (byte)interlace);
        return Chunk("IHDR", body);
    }

    internal static byte[] Chunk(string type, byte[] body)
    {
        var chunk = new byte[12 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        body.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc(chunk.AsSpan(4, 4 + body.Length)));
        return chunk;
    }

    internal static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }
        return stream.ToArray();
    }

    internal static byte[] Filter(byte[] samples, int rowBytes, int distance, int[] filters)
    {
        var result = new List<byte>();
        for (var at = 0; at < samples.Length; at += rowBytes)
        {
            var filter = filters[at / rowBytes % filters.Length];
            result.Add((byte)filter);
            for (var i = 0; i < rowBytes; i++)
            {
                int left = i < distance ? 0 : samples[at + i - distance], above = at == 0 ? 0 : samples[at + i - rowBytes];
                var corner = i < distance || at == 0 ? 0 : samples[at + i - rowBytes - distance];
                var predictor = new[] { left, above, corner }.OrderBy(value => Math.Abs(left + above - corner - value)).First();
                result.Add(
                    (byte)(samples[at + i] - filter switch { 0 => 0, 1 => left, 2 => above, 3 => (left + above) / 2, _ => predictor }));
            }
        }

        return [.. result];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
