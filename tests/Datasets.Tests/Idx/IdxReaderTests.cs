using System.Security.Cryptography;

namespace Experiments.Datasets.Tests;

public class IdxReaderTests
{
    private static readonly IdxDimension[] ImageDimensions = [new("number of images"), new("image height"), new("image width")];
    private static readonly IdxDimension[] LabelDimensions = [new("number of labels")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_GoodFile_DimensionsDataAndHash(bool gzip)
    {
        var content = IdxBytes.Images(3, 2, 4);

        var array = Read(gzip ? IdxBytes.Gzip(content) : content, ImageDimensions);

        Assert.Equal([3, 2, 4], array.Dimensions);
        Assert.Equal(content[16..], array.Data);
        Assert.Equal(16, array.DataPosition);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), array.Sha256);
    }

    [Theory]
    [InlineData(0x00000801u, 3, "f.idx, byte 3: magic is 0x00000801; it must be 0x00000803 (unsigned bytes, dimensions: 3)")]
    [InlineData(0x00000d03u, 2, "f.idx, byte 2: magic is 0x00000d03; it must be 0x00000803 (unsigned bytes, dimensions: 3)")]
    [InlineData(0x00010803u, 1, "f.idx, byte 1: magic is 0x00010803; it must be 0x00000803 (unsigned bytes, dimensions: 3)")]
    [InlineData(0x80000803u, 0, "f.idx, byte 0: magic is 0x80000803; it must be 0x00000803 (unsigned bytes, dimensions: 3)")]
    public void Read_BadMagic_NamesFirstWrongByte(uint magic, long position, string message) =>
        AssertFault(IdxBytes.Header(magic, 1, 1, 1), ImageDimensions, position, message);

    [Fact]
    public void Read_EmptyFile_SaysWhereItEnds() =>
        AssertFault(
            [], ImageDimensions, 0, "f.idx, byte 0: the content is 0 bytes; it must be at least 4 bytes, as an IDX file starts with");

    [Fact]
    public void Read_ZeroDimension_NamesIt() => AssertFault(
        IdxBytes.Header(0x803, 1, 0, 1), ImageDimensions, 8, "f.idx, byte 8: the image height is 0; it must be in [1, 2147483647]");

    [Fact]
    public void Read_UnwantedDimension_NamesBothAndWhy() => AssertFault(
        IdxBytes.Images(2, 2, 2),
        [new("number of images", 3, "the number of labels in l.idx"), new("image height"), new("image width")],
        4,
        "f.idx, byte 4: the number of images is 2; it must be 3, the number of labels in l.idx");

    [Fact]
    public void Read_PlainFileCutShort_SaysWhereItEnds() => AssertFault(
        IdxBytes.Images(2, 2, 2)[..^1], ImageDimensions, 23,
        "f.idx, byte 23: the length is 23 bytes; it must be 24 bytes, as the header declares (2 x 2 x 2)");

    [Fact]
    public void Read_GzippedContentCutShort_SaysWhereItEnds() => AssertFault(
        IdxBytes.Gzip(IdxBytes.Images(2, 2, 2)[..^1]),
        ImageDimensions,
        23,
        "f.idx, byte 23: the content is 23 bytes; it must be at least 24 bytes, as the header declares");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_TrailingByte_SaysWhereItStarts(bool gzip)
    {
        byte[] content = [.. IdxBytes.Images(2, 2, 2), 0];

        AssertFault(
            gzip ? IdxBytes.Gzip(content) : content,
            ImageDimensions,
            24,
            "f.idx, byte 24: the content goes on after 24 bytes; it must end there, as the header declares");
    }

    [Fact]
    public void Read_GzippedFileWithoutItsEnd_SaysSo()
    {
        var packed = IdxBytes.Gzip(IdxBytes.Labels(1, 2, 3));

        AssertFault(
            packed[..^1],
            LabelDimensions,
            11,
            "f.idx, byte 11: the unpacked length in the last 4 bytes of the gzipped file is "
                + $"{BitConverter.ToUInt32(packed, packed.Length - 5)}; it must be 11 (is the file cut short?)");
    }

    [Fact]
    public void Read_DamagedGzip_SaysHowMuchCameOut()
    {
        var packed = IdxBytes.Gzip(IdxBytes.Images(20, 20, 20));
        packed[^6] ^= 0x55;

        var error = Assert.Throws<DataFileException>(() => Read(packed, ImageDimensions));

        Assert.Equal("f.idx, byte 16: the gzipped data is damaged; it must unpack without error", error.Message);
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Theory]
    [InlineData(0x80000000u, 28u, 28u, "f.idx, byte 4: the number of images is 2147483648; it must be in [1, 2147483647]")]
    [InlineData(
        0x7fffffffu, 28u, 28u,
        "f.idx, byte 4: the size declared by the header is over 2147483591 bytes (2147483647 x 28 x 28); it must be at most that")]
    [InlineData(
        0x7fffffffu, 0x7fffffffu, 0x7fffffffu,
        "f.idx, byte 4: the size declared by the header is over 2147483591 bytes (2147483647 x 2147483647 x 2147483647); "
            + "it must be at most that")]
    [InlineData(
        2000000u, 28u, 28u,
        "f.idx, byte 17: the length is 17 bytes; it must be 1568000016 bytes, as the header declares (2000000 x 28 x 28)")]
    public void Read_HugeDeclaredSize_AllocatesNothingForIt(uint count, uint height, uint width, string message) =>
        AssertSmallFault([.. IdxBytes.Header(0x803, count, height, width), 0], message);

    [Fact]
    public void Read_HugeDeclaredSizeGzipped_AllocatesNothingForIt()
    {
        var packed = IdxBytes.Gzip([.. IdxBytes.Header(0x803, 2000000, 28, 28), 0]);

        AssertSmallFault(
            packed,
            $"f.idx, byte 4: the length is at most {1032L * packed.Length} bytes when unpacked; it must be 1568000016 bytes, as the header "
                + "declares (2000000 x 28 x 28)");
    }

    [Fact]
    public void Read_GzipBomb_UnpacksNoMoreThanDeclared() =>
        AssertSmallFault(
            IdxBytes.Gzip([.. IdxBytes.Header(0x803, 1, 2, 2), .. new byte[50_000_000]]),
            "f.idx, byte 20: the content goes on after 20 bytes; it must end there, as the header declares");

    [Fact]
    public void Read_TruncatedAnywhere_OnlyTheDocumentedException()
    {
        foreach (var content in new[] { IdxBytes.Images(3, 2, 2), IdxBytes.Gzip(IdxBytes.Images(3, 2, 2)) })
        {
            for (var length = 0; length < content.Length; length++)
            {
                var cut = content[..length];
                Assert.Throws<DataFileException>(() => Read(cut, ImageDimensions));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RandomlyMutated_OnlyTheDocumentedException(bool gzip)
    {
        var good = gzip ? IdxBytes.Gzip(IdxBytes.Labels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)) : IdxBytes.Labels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var failures = 0;
        for (var round = 0; round < 5000; round++)
        {
            var random = new Numerics.CounterRandom(1, Numerics.RandomPurpose.None, (ulong)round);
            var bytes = good.ToArray();
            for (var changes = 1 + random.NextInt(4); changes > 0; changes--)
            {
                bytes[random.NextInt(bytes.Length)] = (byte)random.NextUInt32();
            }

            var array = ReadOrNull(bytes[..(random.NextInt(4) == 0 ? random.NextInt(bytes.Length + 1) : bytes.Length)], LabelDimensions);
            failures += array is null ? 1 : 0;
            Assert.True(array is null || array.Data.Length == array.Dimensions[0]);
        }

        Assert.InRange(failures, 1000, 5000);
    }

    [Fact]
    public void Read_NoDimensions_Refused() =>
        Assert.Equal(
            "dimensions.Count is 0; it must be in [1, 255] (Parameter 'dimensions')",
            Assert.Throws<ArgumentException>(() => Read([0, 0, 8, 0], [])).Message);

    private static IdxArray Read(byte[] content, IdxDimension[] dimensions) =>
        IdxReader.Read(new MemoryStream(content), "f.idx", dimensions);

    private static IdxArray? ReadOrNull(byte[] content, IdxDimension[] dimensions)
    {
        try
        {
            return Read(content, dimensions);
        }
        catch (DataFileException)
        {
            return null;
        }
    }

    private static void AssertFault(byte[] content, IdxDimension[] dimensions, long position, string message)
    {
        var error = Assert.Throws<DataFileException>(() => Read(content, dimensions));
        Assert.Equal(message, error.Message);
        Assert.Equal(position, error.Position);
        Assert.Equal("f.idx", error.File);
    }

    private static void AssertSmallFault(byte[] content, string message)
    {
        ReadOrNull(content, ImageDimensions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataFileException>(() => Read(content, ImageDimensions));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(message, error.Message);
        Assert.InRange(allocated, 0, 200_000);
    }
}
