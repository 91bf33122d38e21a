using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Units against directions as the paper's figures 1 to 4 show them: rows of top images, those of units, of random directions and
/// of nothing at all (random images) beside each other, each row with its number and how many of its images are of one class.</summary>
public static class UnitSheet
{
    private const int LeastTile = 44;
    private const int TileGap = 3;
    private const int Margin = 16;
    private const int TextScale = 2;
    private const int LineHeight = (BitmapFont.GlyphHeight + 3) * TextScale;
    private const byte Paper = 255;
    private const byte Ink = 0;
    private const byte SoftInk = 96;

    private static readonly Dictionary<string, (string Block, string Row)> Names = new(StringComparer.Ordinal)
    {
        ["unit"] = ("units", "unit"),
        ["random-direction"] = ("random directions", "direction"),
        ["random-images"] = ("random images", "choice"),
    };

    /// <param name="pictures">At least one strip, all images of one shape.</param>
    /// <exception cref="ArgumentException">There is no strip, or an image's values do not fill its shape.</exception>
    public static PixelImage Draw(UnitPictures pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Check(pictures);
        var blocks = pictures.Strips.GroupBy(strip => strip.Basis).Select(block => block.ToList()).ToList();
        var layout = new Layout(pictures);
        var title = string.Create(
            CultureInfo.InvariantCulture, $"{pictures.Analysis}: {pictures.Model}, layer {pictures.Layer} ({pictures.LayerKind})");
        var width = Math.Max(layout.Left(blocks.Count), (2 * Margin) + BitmapFont.Width(title, TextScale));
        var sheet = new PixelImage(width, layout.Top(blocks.Max(block => block.Count)), pictures.Channels);
        sheet.Fill(0, 0, sheet.Width, sheet.Height, Paper);
        BitmapFont.Draw(sheet, title, Margin, Margin, TextScale, Ink);
        for (var column = 0; column < blocks.Count; column++)
        {
            var (block, row) = Names.GetValueOrDefault(blocks[column][0].Basis, (blocks[column][0].Basis, blocks[column][0].Basis));
            BitmapFont.Draw(sheet, block, layout.Left(column), Margin + LineHeight, TextScale, SoftInk);
            for (var i = 0; i < blocks[column].Count; i++)
            {
                DrawStrip(sheet, pictures, blocks[column][i], row, layout, layout.Left(column), layout.Top(i));
            }
        }

        return sheet;
    }

    /// <summary><c>unit 17: 6 of 8 are a 3</c>; the smallest of classes that are equally frequent.</summary>
    internal static string Caption(string row, UnitStrip strip)
    {
        var most = strip.Labels.GroupBy(label => label).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First();
        return string.Create(CultureInfo.InvariantCulture, $"{row} {strip.Draw}: {most.Count()} of {strip.Labels.Count} are a {most.Key}");
    }

    private static void Check(UnitPictures pictures)
    {
        if (pictures.Strips.Count == 0 || pictures.Strips.Any(strip => strip.Images.Count == 0))
        {
            throw new ArgumentException(
                "pictures has no strip, or one without images; it must have at least one image of each.", nameof(pictures));
        }

        var values = (long)pictures.Channels * pictures.Height * pictures.Width;
        foreach (var strip in pictures.Strips.Where(strip => strip.Images.Any(image => image.Length != values)))
        {
            throw new ArgumentException(
                $"strip {strip.Draw} of {strip.Basis} has an image of "
                    + $"{strip.Images.First(image => image.Length != values).Length} values; it must have "
                + $"{pictures.Channels} x {pictures.Height} x {pictures.Width} of each.", nameof(pictures));
        }
    }

    private static void DrawStrip(PixelImage sheet, UnitPictures pictures, UnitStrip strip, string row, Layout layout, int left, int top)
    {
        BitmapFont.Draw(sheet, Caption(row, strip), left, top, TextScale, Ink);
        for (var i = 0; i < strip.Images.Count; i++)
        {
            DrawTile(sheet, pictures, strip.Images[i].Span, layout.Scale, left + (i * layout.Step), top + LineHeight);
        }
    }

    private static void DrawTile(PixelImage sheet, UnitPictures pictures, ReadOnlySpan<float> image, int scale, int left, int top)
    {
        var channels = pictures.Channels;
        for (var y = 0; y < pictures.Height * scale; y++)
        {
            var row = sheet.Row(top + y).Slice(left * channels, pictures.Width * scale * channels);
            for (var i = 0; i < row.Length; i++)
            {
                // The images are [channels, height, width], the sheet is [height, width, channels].
                row[i] = ExampleSheet.ToByte(
                    image[(((i % channels * pictures.Height) + (y / scale)) * pictures.Width) + (i / channels / scale)]);
            }
        }
    }

    private sealed class Layout
    {
        private readonly int _blockWidth;
        private readonly int _stripHeight;

        internal Layout(UnitPictures pictures)
        {
            Scale = Math.Max(1, (LeastTile + pictures.Width - 1) / pictures.Width);
            Step = (pictures.Width * Scale) + TileGap;
            var captions = pictures.Strips.Max(
                strip => BitmapFont.Width(Caption(Names.GetValueOrDefault(strip.Basis, ("", strip.Basis)).Item2, strip), TextScale));
            _blockWidth = Math.Max((pictures.Strips.Max(strip => strip.Images.Count) * Step) - TileGap, captions);
            _stripHeight = LineHeight + (pictures.Height * Scale) + Margin / 2;
        }

        internal int Scale { get; }

        /// <summary>From one image to the next.</summary>
        internal int Step { get; }

        internal int Left(int block) => Margin + (block * (_blockWidth + (2 * Margin)));

        internal int Top(int strip) => (2 * Margin) + (2 * LineHeight) + (strip * _stripHeight);
    }
}
