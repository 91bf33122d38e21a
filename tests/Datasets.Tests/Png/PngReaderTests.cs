using Experiments.Numerics;

namespace Experiments.Datasets.Tests;

public sealed class PngReaderTests
{
    private static readonly byte[] Good = PngBytes.Gray(3, 2, 1, 2, 3, 4, 5, 250);

    [Theory]
    [InlineData(0, 1, new[] { 0 })]
    [InlineData(0, 1, new[] { 1 })]
    [InlineData(0, 1, new[] { 2 })]
    [InlineData(0, 1, new[] { 3 })]
    [InlineData(0, 1, new[] { 4 })]
    [InlineData(2, 3, new[] { 4, 3, 2, 1, 0 })]
    [InlineData(4, 2, new[] { 1, 4, 3 })]
    [InlineData(6, 4, new[] { 3, 1, 2, 4 })]
    public void Read_AnyFilterAndColour_PlanesWithoutAlpha(int colour, int samplesPerPixel, int[] filters)
    {
        const int width = 7, height = 9;
        var samples = new byte[width * height * samplesPerPixel];
        new Random(3).NextBytes(samples);

        var image = PngReader.Read(PngBytes.File(width, height, colour, samples, filters), "x.png");

        var channels = samplesPerPixel < 3 ? 1 : 3;
        Assert.Equal(new TensorShape(channels, height, width), image.Shape);
        for (var c = 0; c < channels; c++)
        {
            for (var p = 0; p < width * height; p++)
            {
                Assert.Equal(samples[p * samplesPerPixel + c], image.Pixels[c * width * height + p]);
            }
        }
    }

    [Theory]
    [InlineData(0, new byte[] { 5, 6 }, null, false)]
    [InlineData(0, new byte[] { 5, 6 }, new byte[] { 0, 7 }, false)]
    [InlineData(0, new byte[] { 5, 6 }, new byte[] { 0, 6 }, true)]
    [InlineData(2, new byte[] { 1, 2, 3, 1, 2, 4 }, new byte[] { 0, 1, 0, 2, 0, 4 }, true)]
    [InlineData(2, new byte[] { 1, 2, 3, 1, 2, 4 }, new byte[] { 0, 1, 0, 2, 0, 5 }, false)]
    [InlineData(3, new byte[] { 0, 1 }, new byte[] { 0 }, true)]
    [InlineData(3, new byte[] { 1, 1 }, new byte[] { 0 }, false)]
    [InlineData(4, new byte[] { 5, 9, 6, 9 }, null, false)]
    [InlineData(4, new byte[] { 5, 9, 6, 8 }, null, true)]
    [InlineData(6, new byte[] { 1, 2, 3, 0, 4, 5, 6, 255 }, null, true)]
    public void AlphaVaries_AnyColour_TellsPixelsThatDifferInTransparency(int colour, byte[] samples, byte[]? transparency, bool expected)
    {
        var palette = colour == 3 ? new byte[] { 1, 2, 3, 4, 5, 6 } : null;

        var file = PngBytes.File(2, 1, colour, samples, palette: palette, transparency: transparency);

        Assert.Equal(expected, PngReader.AlphaVaries(file, "x.png"));
        Assert.Equal(expected, PngReader.Read(file, "x.png").AlphaVaries);
    }

    [Fact]
    public void Read_Palette_ColoursOfThePalette()
    {
        var image = PngReader.Read(PngBytes.File(2, 1, 3, [1, 0], palette: [1, 2, 3, 40, 50, 60]), "x.png");

        Assert.Equal([40, 1, 50, 2, 60, 3], image.Pixels);
        Assert.EndsWith(
            "pixel 0 of row 0 is colour 2; it must be below 2, the colours of the palette",
            Error(PngBytes.File(2, 1, 3, [2, 0], palette: [1, 2, 3, 40, 50, 60])),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "there is no palette; a PLTE must come before IDAT with colour type 3",
            Error(PngBytes.File(2, 1, 3, [1, 0])),
            StringComparison.Ordinal);
        Assert.Contains("PLTE has 4 bytes;", Error(PngBytes.File(2, 1, 3, [1, 0], palette: [1, 2, 3, 4])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PixelsInSeveralChunks_AreOneStream()
    {
        var data = PngBytes.Compress([0, 9, 8, 0, 7, 6]);
        byte[] file = [.. PngBytes.Signature, .. PngBytes.Header(2, 2, 0), .. PngBytes.Chunk("IDAT", data[..3]), .. PngBytes.Chunk(
            "IDAT", data[3..]), .. PngBytes.Chunk("IEND", [])];

        Assert.Equal([9, 8, 7, 6], PngReader.Read(file, "x.png").Pixels);

        byte[] parted = [.. PngBytes.Signature, .. PngBytes.Header(2, 2, 0), .. PngBytes.Chunk(
            "IDAT", data[..3]), .. PngBytes.Chunk("tIME", []), .. PngBytes.Chunk("IDAT", data[3..]), .. PngBytes.Chunk("IEND", [])];
        Assert.EndsWith("IDAT comes after another chunk; all must follow one another", Error(parted), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        3, 2, 0, 8, 1,
        "x.png, byte 28: interlace method is 1; it must be 0: interlaced files are not read, so save it without interlacing")]
    [InlineData(3, 2, 0, 16, 0, "x.png, byte 24: bit depth is 16; it must be 8")]
    [InlineData(3, 2, 5, 8, 0, "x.png, byte 25: colour type is 5; it must be 0, 2, 3, 4 or 6")]
    [InlineData(0, 2, 0, 8, 0, "x.png, byte 16: width is 0; it must be in [1, 16384]")]
    [InlineData(3, -1, 0, 8, 0, "x.png, byte 20: height is 4294967295; it must be in [1, 16384]")]
    public void Read_KindsThatAreNotRead_SaysWhichByte(int width, int height, int colour, int depth, int interlace, string message) =>
        Assert.Equal(message, Error([.. PngBytes.Signature, .. PngBytes.Header(width, height, colour, depth, interlace), .. Good[33..]]));

    [Fact]
    public void Read_SizesThatTheDataCannotHold_RefusedBeforeAllocation()
    {
        byte[] file = [.. PngBytes.Signature, .. PngBytes.Header(8_192, 8_192, 2), .. PngBytes.Chunk(
            "IDAT", PngBytes.Compress(new byte[100])), .. PngBytes.Chunk("IEND", [])];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Error(file);

        Assert.Contains("they cannot hold the 201334784 bytes of 8192 rows of 8192 pixels", error, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_ManyPixelsInFewBytes_RefusedByTheirNumber() =>
        Assert.Equal(
            "x.png, byte 16: the picture has 16384 x 16384 pixels; it must have at most 67108864",
            Error([.. PngBytes.Signature, .. PngBytes.Header(16_384, 16_384, 2), .. Good[33..]]));

    [Fact]
    public void Read_PresetDictionary_IsAFormatError()
    {
        // CMF, FLG with FDICT set and a right check, and the dictionary's Adler-32.
        byte[] data = [0x78, 0x20, 0, 0, 0, 1, 3, 0];

        var error = Error(
            [.. PngBytes.Signature, .. PngBytes.Header(3, 2, 0), .. PngBytes.Chunk("IDAT", data), .. PngBytes.Chunk("IEND", [])]);

        Assert.Contains("the pixels cannot be decompressed", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RowsMissingOrTooMany_SaysSo()
    {
        Assert.Contains(
            "the pixels end within row 1; there must be 2 rows",
            Error(With(PngBytes.Compress([0, 1, 2, 3, 0, 4]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "there are more pixels after row 1, the last",
            Error(With(PngBytes.Compress([0, 1, 2, 3, 0, 4, 5, 6, 7]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "filter of row 1 is 5; it must be in [0, 5)",
            Error(With(PngBytes.Compress([0, 1, 2, 3, 5, 4, 5, 6]))),
            StringComparison.Ordinal);
        Assert.Contains("the pixels cannot be decompressed", Error(With([1, 2, 3, 4, 5, 6, 7, 8])), StringComparison.Ordinal);
        Assert.EndsWith(
            "there are no pixels; an IDAT must come before IEND",
            Error([.. PngBytes.Signature, .. PngBytes.Header(3, 2, 0), .. PngBytes.Chunk("IEND", [])]),
            StringComparison.Ordinal);
        Assert.EndsWith("1 bytes follow after IEND; the file must end there", Error([.. Good, 0]), StringComparison.Ordinal);
        Assert.EndsWith(
            "chunk ABCD is critical and not known to this reader",
            Error([.. PngBytes.Signature, .. PngBytes.Header(3, 2, 0), .. PngBytes.Chunk("ABCD", []), .. Good[33..]]),
            StringComparison.Ordinal);

        static byte[] With(byte[] data) =>
            [.. PngBytes.Signature, .. PngBytes.Header(3, 2, 0), .. PngBytes.Chunk("IDAT", data), .. PngBytes.Chunk("IEND", [])];
    }

    [Fact]
    public void Read_AnyByteChangedOrCutOff_IsAFormatErrorOrTheSameImage()
    {
        for (var i = 0; i < Good.Length; i++)
        {
            Assert.Throws<DataFileException>(() => PngReader.Read(Good.AsMemory(0, i), "x.png"));
            var bad = (byte[])Good.Clone();
            bad[i] ^= 0x10;
            Assert.Throws<DataFileException>(() => PngReader.Read(bad, "x.png"));
        }
    }

    private static string Error(byte[] file) => Assert.Throws<DataFileException>(() => PngReader.Read(file, "x.png")).Message;
}
