using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Experiments.Testing;

namespace Experiments.Datasets.Tests;

/// <summary>Damaged files and texts: see <see cref="Fuzz"/>.</summary>
public sealed class FuzzTests
{
    private static readonly IReadOnlyList<IdxDimension> Images = [new("images"), new("rows", 2), new("columns", 3)];

    [Fact]
    public void Idx_Damaged_IsRefusedInWords()
    {
        var plain = IdxBytes.Header(0x00000803, 4, 2, 3).Concat(Enumerable.Range(0, 24).Select(i => (byte)i)).ToArray();
        Fuzz.Bytes(
            [plain, Gzip(plain)], bytes => IdxReader.Read(new MemoryStream(bytes), "file", Images), [typeof(DataFileException)]);
    }

    [Fact]
    public void Png_Damaged_IsRefusedInWords()
    {
        byte[] samples = [.. Enumerable.Range(0, 24).Select(i => (byte)(10 * i))];
        Fuzz.Bytes(
            [
                PngBytes.Gray(6, 4, samples), PngBytes.File(2, 4, 2, samples, [1, 2, 3, 4]), PngBytes.File(3, 2, 6, samples, [4]),
                PngBytes.File(4, 6, 3, [.. samples.Select(s => (byte)(s % 2))], palette: [1, 2, 3, 4, 5, 6], transparency: [7]),
            ],
            bytes => PngReader.Read(bytes, "file"), [typeof(DataFileException)], WithChecksums);
    }

    [Fact]
    public void Slice_AnyText_IsOneOrRefusedInWords() => Fuzz.Text(
        ["train", "test[0..1000)", "train[30000..)", "a-b[..5)"], text =>
        {
            if (SliceExpression.TryParse(text, out var slice, out _))
            {
                Assert.Equal(slice, SliceExpression.Parse(slice.ToString()));
            }
        },
        [typeof(DatasetException)]);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Chunks as their lengths say, each with its true sum; the rest as it is.</summary>
    private static byte[] WithChecksums(byte[] file)
    {
        var (result, at) = (new List<byte>(file.Take(8)), 8);
        while (at + 12 <= file.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                break;
            }

            var type = Encoding.Latin1.GetString(file, at + 4, 4);
            result.AddRange(
                type.All(char.IsAscii) ? PngBytes.Chunk(type, file[(at + 8)..(at + 8 + (int)length)]) : file[at..(at + 12 + (int)length)]);
            at += 12 + (int)length;
        }

        return [.. result, .. file.Skip(at)];
    }
}
