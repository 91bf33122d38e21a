using System.Buffers.Binary;
using System.IO.Compression;

namespace Experiments.Reporting.Tests;

/// <summary>Reads PNG by the standard, without any code of the writer: every chunk's CRC bit by bit, Adler-32 through the decompressor, all
/// five filters.</summary>
internal sealed class PngFile
{
    internal PngFile(byte[] file)
    {
        Assert.Equal(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, file[..8]);
        var data = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            var body = file.AsSpan(at + 8, length);
            Assert.Equal(Crc(file.AsSpan(at + 4, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            Types.Add(type);
            if (type == "IHDR")
            {
                (Width, Height) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body[4..]));
                Assert.Equal([8, 0, 0, 0], new[] { body[8], body[10], body[11], body[12] });
                Channels = body[9] switch { 0 => 1, 2 => 3, _ => throw new InvalidDataException($"colour type is {body[9]}") };
            }
            else if (type == "IDAT")
            {
                data.Write(body);
            }

            at += 12 + length;
        }

        data.Position = 0;
        Pixels = Unfilter(new ZLibStream(data, CompressionMode.Decompress));
    }

    internal List<string> Types { get; } = [];

    internal HashSet<int> Filters { get; } = [];

    internal int Width { get; }

    internal int Height { get; }

    internal int Channels { get; }

    internal byte[] Pixels { get; }

    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }

    private byte[] Unfilter(Stream stream)
    {
        var rowBytes = Width * Channels;
        var pixels = new byte[rowBytes * Height];
        for (var y = 0; y < Height; y++)
        {
            var filter = stream.ReadByte();
            Filters.Add(filter);
            for (var i = 0; i < rowBytes; i++)
            {
                var left = i < Channels ? 0 : pixels[(y * rowBytes) + i - Channels];
                var above = y == 0 ? 0 : pixels[((y - 1) * rowBytes) + i];
                var predicted = filter switch { 0 => 0, 1 => left, 2 => above, _ => throw new InvalidDataException($"filter is {filter}") };
                pixels[(y * rowBytes) + i] = (byte)(stream.ReadByte() + predicted);
            }
        }

        Assert.Equal(-1, stream.ReadByte());
        return pixels;
    }
}
