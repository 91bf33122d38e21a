using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

public sealed class UnitSheetTests
{
    private const int Margin = 16;
    private const int LineHeight = 20;
    private const int FirstTile = (2 * Margin) + (3 * LineHeight);

    [Fact]
    public void Draw_UnitsAndDirections_StandBesideEachOtherAsTheyAre()
    {
        var pictures = Pictures(1, 28, 28, ("unit", 3), ("unit", 7), ("random-direction", 0));

        var sheet = UnitSheet.Draw(pictures);

        // Tiles of 2 x 28 pixels with 3 between them; a row is a caption, the tiles and 8 pixels.
        AssertTile(sheet, pictures, pictures.Strips[0].Images[0], 2, Margin, FirstTile);
        AssertTile(sheet, pictures, pictures.Strips[0].Images[2], 2, Margin + (2 * 59), FirstTile);
        AssertTile(sheet, pictures, pictures.Strips[1].Images[1], 2, Margin + 59, FirstTile + LineHeight + 56 + 8);
        var block = Math.Max((8 * 59) - 3, 0);
        AssertTile(sheet, pictures, pictures.Strips[2].Images[1], 2, (3 * Margin) + block + 59, FirstTile);
    }

    [Fact]
    public void Draw_ColourImages_KeepsChannelsApart()
    {
        var pictures = Pictures(3, 44, 44, ("unit", 0));

        AssertTile(UnitSheet.Draw(pictures), pictures, pictures.Strips[0].Images[1], 1, Margin + 47, FirstTile);
    }

    [Theory]
    [InlineData(new[] { 3, 3, 8, 3 }, "unit 17: 3 of 4 are a 3")]
    [InlineData(new[] { 9, 2, 9, 2 }, "unit 17: 2 of 4 are a 2")]
    public void Caption_Labels_CountsTheMostFrequentClassTheSmallestOfEquals(int[] labels, string expected) =>
        Assert.Equal(expected, UnitSheet.Caption("unit", new UnitStrip("unit", 17, labels, [])));

    [Fact]
    public void Draw_NoStrip_IsRefused() => Assert.Throws<ArgumentException>(() => UnitSheet.Draw(Pictures(1, 28, 28)));

    [Fact]
    public void Draw_ImageOfAnotherShape_IsRefused()
    {
        var pictures = Pictures(1, 28, 28, ("unit", 3)) with { Height = 27 };

        var error = Assert.Throws<ArgumentException>(() => UnitSheet.Draw(pictures));

        Assert.Equal("strip 3 of unit has an image of 784 values; it must have 1 x 27 x 28 of each. (Parameter 'pictures')", error.Message);
    }

    private static void AssertTile(PixelImage sheet, UnitPictures pictures, ReadOnlyMemory<float> image, int scale, int left, int top)
    {
        for (var y = 0; y < pictures.Height * scale; y++)
        {
            for (var x = 0; x < pictures.Width * scale; x++)
            {
                for (var channel = 0; channel < pictures.Channels; channel++)
                {
                    var value = image.Span[(((channel * pictures.Height) + (y / scale)) * pictures.Width) + (x / scale)];
                    Assert.Equal(ExampleSheet.ToByte(value), sheet.Row(top + y)[((left + x) * pictures.Channels) + channel]);
                }
            }
        }
    }

    private static UnitPictures Pictures(int channels, int height, int width, params (string Basis, int Draw)[] strips) => new(
        "units", "conv", 3, "max-pool", channels, height, width,
        [
            .. strips.Select((strip, s) => new UnitStrip(
                strip.Basis, strip.Draw, [.. Enumerable.Range(0, 8).Select(i => i % 3)],
                [.. Enumerable.Range(0, 8).Select(
                    i => Enumerable.Range(0, channels * height * width).Select(p => ((p * (7 + i)) + s) % 256 / 255f).ToArray().AsMemory())
                    .Select(m => (ReadOnlyMemory<float>)m)])),
        ]);
}
