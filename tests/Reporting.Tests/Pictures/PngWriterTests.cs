namespace Experiments.Reporting.Tests;

public sealed class PngWriterTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 1)]
    [InlineData(5, 7, 3)]
    [InlineData(300, 200, 3)]
    public void Write_AnyPicture_ReadsBackToTheSamePixels(int width, int height, int channels)
    {
        var image = new PixelImage(width, height, channels);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            // Smooth in one half, hash-like in the other, so that every filter is the best of some row.
            image.Pixels.Span[i] = (byte)(i < image.Pixels.Length / 2 ? (uint)i / 3 : ((uint)i * 2654435761u) >> 24);
        }

        var file = new PngFile(Png(image));

        Assert.Equal((width, height, channels), (file.Width, file.Height, file.Channels));
        Assert.Equal(image.Pixels.ToArray(), file.Pixels);
        Assert.Equal(["IHDR", "IDAT", "IEND"], file.Types);
    }

    [Fact]
    public void Write_RowsOfDifferentKinds_UsesAllThreeFilters()
    {
        var image = new PixelImage(64, 3, 1);
        for (var x = 0; x < 64; x++)
        {
            image.Row(0)[x] = (byte)(x % 2 == 0 ? 1 : 255);
            image.Row(1)[x] = (byte)(100 + x);
            image.Row(2)[x] = (byte)(100 + x);
        }

        var file = new PngFile(Png(image));

        Assert.Equal([0, 1, 2], file.Filters.Order());
        Assert.Equal(image.Pixels.ToArray(), file.Pixels);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(50_000, 50_000, 1)]
    public void PixelImage_ImpossibleSize_Throws(int width, int height, int channels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelImage(width, height, channels));

    private static byte[] Png(PixelImage image)
    {
        var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        return stream.ToArray();
    }
}
