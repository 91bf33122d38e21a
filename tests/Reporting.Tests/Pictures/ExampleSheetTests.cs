using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

public sealed class ExampleSheetTests
{
    private const int Tile = 112;
    private const int Margin = 16;
    private const int TileGap = 4;
    private const int FirstTop = (2 * Margin) + (2 * 20);

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(1f, 255)]
    [InlineData(-0.5f, 0)]
    [InlineData(1.5f, 255)]
    [InlineData(0.5f, 128)]
    [InlineData(100f / 255, 100)]
    public void ToByte_Value_IsRoundedWithHalvesUpAndClamped(float value, byte expected) =>
        Assert.Equal(expected, ExampleSheet.ToByte(value));

    [Theory]
    [InlineData(0.5f, 0.5f, 128)]
    [InlineData(0f, 1f / 255, 138)]
    [InlineData(1f / 255, 0f, 118)]
    [InlineData(0f, 1f, 255)]
    [InlineData(1f, 0f, 0)]
    [InlineData(0f, 0.0009f, 130)]
    public void DifferenceToByte_Change_IsMagnifiedTenTimesAround128(float original, float perturbed, byte expected) =>
        Assert.Equal(expected, ExampleSheet.DifferenceToByte(original, perturbed));

    [Fact]
    public void Draw_TenGreyPictures_TilesAreOriginalDifferencePerturbed()
    {
        var pictures = Enumerable.Range(0, 10).Select(i => Picture(i, 1, 28, 28)).ToList();

        var sheet = ExampleSheet.Draw("FC10(1e-4), lbfgs", pictures);

        Assert.Equal(1, sheet.Channels);
        for (var y = 0; y < Tile; y++)
        {
            for (var x = 0; x < Tile; x++)
            {
                var (original, perturbed) =
                    (pictures[1].Original.Span[(y / 4 * 28) + (x / 4)], pictures[1].Perturbed.Span[(y / 4 * 28) + (x / 4)]);
                var left = (2 * Margin) + (3 * Tile) + (2 * TileGap) + x;
                Assert.Equal(ExampleSheet.ToByte(original), sheet.Row(FirstTop + y)[left]);
                Assert.Equal(ExampleSheet.DifferenceToByte(original, perturbed), sheet.Row(FirstTop + y)[left + Tile + TileGap]);
                Assert.Equal(ExampleSheet.ToByte(perturbed), sheet.Row(FirstTop + y)[left + (2 * (Tile + TileGap))]);
            }
        }
    }

    [Fact]
    public void Draw_ColourPicture_KeepsChannelsApart()
    {
        var picture = Picture(0, 3, 2, 2);
        picture = picture with { Original = new float[] { 1, 1, 1, 1, 0, 0, 0, 0, 0.2f, 0.2f, 0.2f, 0.2f } };

        var sheet = ExampleSheet.Draw("", [picture]);

        Assert.Equal(new byte[] { 255, 0, 51 }, sheet.Row(FirstTop + 50).Slice((Margin + 50) * 3, 3).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Draw_AnyCount_EveryCaptionIsInside(int count)
    {
        var pictures = Enumerable.Range(0, count).Select(i => Picture(i, 1, 28, 28)).ToList();

        var sheet = ExampleSheet.Draw("t", pictures);

        var last = FirstTop + ((count - 1) / 2 * (Tile + TileGap + 40 + Margin)) + Tile + TileGap + 2;
        Assert.True(DarkPixels(sheet, last, 14) > 100, "the last caption's first line is drawn");
        Assert.True(DarkPixels(sheet, last + 20, 14) > 100, "the last caption's second line is drawn");
        Assert.Equal(0, DarkPixels(sheet, sheet.Height - 2, 2));
    }

    /// <summary>The picture has 8 bits: it said what the source reads in another image.</summary>
    [Theory]
    [InlineData(3, 3, "#17: 7, aim 3, read as 3", "RMS 0.0520", "read as 3")]
    [InlineData(3, 7, "#17: 7, aim 3, read as 7", "RMS 0.0520, unrounded 3", "read as 7 (unrounded 3)")]
    [InlineData(3, null, "#17: 7, aim 3, read as 3", "RMS 0.0520", "read as 3")]
    [InlineData(null, null, "#17: 7, aim 3", "RMS 0.0520", null)]
    public void Caption_Picture_IsThatOfTheRoundedImage(int? after, int? asBytes, string reading, string change, string? readAs)
    {
        var row = SampleStudy.ExampleOf(0).Row with
        {
            Image = 17, Label = 7, TargetClass = 3, PredictedAfter = after, PredictedAsBytes = asBytes, Distortion = 0.052,
        };

        Assert.Equal((reading, change), ExampleSheet.Caption(row));
        Assert.Equal(readAs, ExampleSheet.ReadAs(row));
    }

    /// <summary>Of images of 28 x 28 the captions overlapped where rounding to 8 bits changed the class.</summary>
    [Fact]
    public void Caption_RoundedImageReadOtherwise_EndsBeforeTheNextOneBegins()
    {
        var row = SampleStudy.ExampleOf(0).Row with
        {
            Image = 9999, Label = 42, TargetClass = 17, PredictedAfter = 17, PredictedAsBytes = 42, Distortion = 0.0521,
        };

        var (reading, change) = ExampleSheet.Caption(row);

        var room = (3 * Tile) + (2 * TileGap) + Margin;
        Assert.InRange(BitmapFont.Width(reading, 2), 1, room - 1);
        Assert.InRange(BitmapFont.Width(change, 2), 1, room - 1);
    }

    [Fact]
    public void Draw_NoPicture_Throws() => Assert.Throws<ArgumentException>(() => ExampleSheet.Draw("t", []));

    [Fact]
    public void Draw_ValuesDoNotFillTheShape_Throws()
    {
        var picture = Picture(4, 1, 28, 28) with { Perturbed = new float[5] };

        var error = Assert.Throws<ArgumentException>(() => ExampleSheet.Draw("t", [picture]));

        Assert.Equal(
            "picture of image 4 has 784 and 5 values; it must have 1 x 28 x 28 of each, as the first picture has. (Parameter 'pictures')",
            error.Message);
    }

    [Fact]
    public void Font_EveryPrintableCharacter_HasItsOwnGlyph()
    {
        var glyphs = Enumerable.Range(' ', 95).Select(c =>
        {
            var image = new PixelImage(BitmapFont.GlyphWidth, BitmapFont.GlyphHeight, 1);
            BitmapFont.Draw(image, ((char)c).ToString(), 0, 0, 1, 255);
            return Convert.ToHexString(image.Pixels.Span);
        });

        Assert.Equal(95, glyphs.Distinct().Count());
    }

    private static int DarkPixels(PixelImage sheet, int top, int height) =>
        Enumerable.Range(top, height).Sum(y => sheet.Row(y).ToArray().Count(value => value < 128));

    private static ExamplePicture Picture(int seed, int channels, int height, int width)
    {
        var original = Enumerable.Range(0, channels * height * width).Select(i => ((i * 37) + (seed * 11)) % 256 / 255f).ToArray();
        var perturbed = original.Select((value, i) => Math.Clamp(value + (((i * 13 % 21) - 10) / 255f), 0, 1)).ToArray();
        return new ExamplePicture(SampleStudy.ExampleOf(seed), channels, height, width, original, perturbed);
    }
}
