using System.Buffers.Binary;
using System.IO.Compression;

namespace Experiments.Datasets.Tests;

/// <summary>Makes IDX files, right and wrong.</summary>
internal static class IdxBytes
{
    public static byte[] Header(uint magic, params uint[] dimensions)
    {
        var bytes = new byte[4 + 4 * dimensions.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (var d = 0; d < dimensions.Length; d++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + 4 * d), dimensions[d]);
        }

        return bytes;
    }

    public static byte[] Images(int count, int height, int width) =>
        [.. Header(0x803, (uint)count, (uint)height, (uint)width), .. Enumerable.Range(0, count * height * width).Select(
            i => (byte)(i * 7))];

    public static byte[] Labels(params byte[] labels) => [.. Header(0x801, (uint)labels.Length), .. labels];

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
