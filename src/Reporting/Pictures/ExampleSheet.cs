using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>
/// Perturbed images as the paper's figures show them: triplets of the original, the difference magnified ten times (shifted by 128 and
/// clamped) and the perturbed image rounded to 8 bits, with a caption that says how the source reads what is shown, and the image before it
/// was rounded where that is another class. Pixels are enlarged as squares.
/// </summary>
public static class ExampleSheet
{
    private const int Magnification = 10;
    private const int LeastTile = 112;
    private const int TilesPerTriplet = 3;
    private const int TripletsPerRow = 2;
    private const int TileGap = 4;
    private const int Margin = 16;
    private const int TextScale = 2;
    private const int LineHeight = (BitmapFont.GlyphHeight + 3) * TextScale;
    private const int CaptionLines = 2;
    private const byte Paper = 255;
    private const byte Ink = 0;
    private const byte SoftInk = 96;

    /// <param name="title">Above the triplets.</param>
    /// <param name="pictures">At least one, all of one shape.</param>
    /// <exception cref="ArgumentException">There is no picture, shapes differ, or a picture's values do not fill its shape.</exception>
    public static PixelImage Draw(string title, IReadOnlyList<ExamplePicture> pictures)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(pictures);
        Check(pictures);
        var layout = new Layout(pictures[0], pictures.Count);
        var sheet =
            new PixelImage(Math.Max(layout.Width, (2 * Margin) + BitmapFont.Width(title, TextScale)), layout.Height, pictures[0].Channels);
        sheet.Fill(0, 0, sheet.Width, sheet.Height, Paper);
        BitmapFont.Draw(sheet, title, Margin, Margin, TextScale, Ink);
        BitmapFont.Draw(sheet, "original, difference x10, perturbed (rounded to 8 bits)", Margin, Margin + LineHeight, TextScale, SoftInk);
        for (var i = 0; i < pictures.Count; i++)
        {
            DrawTriplet(sheet, pictures[i], layout, layout.Left(i), layout.Top(i));
        }

        return sheet;
    }

    /// <summary>A value in [0, 1] as a byte; halves are rounded up, values outside are clamped.</summary>
    internal static byte ToByte(float value) => Clamp(value * 255.0);

    /// <summary>The change of a pixel in [0, 1] as a byte: 128 for none, ten times as strong as it is.</summary>
    internal static byte DifferenceToByte(float original, float perturbed) =>
        Clamp(128 + (Magnification * 255.0 * ((double)perturbed - original)));

    private static byte Clamp(double value) => (byte)Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), 0, 255);

    private static void Check(IReadOnlyList<ExamplePicture> pictures)
    {
        if (pictures.Count == 0)
        {
            throw new ArgumentException("pictures is empty; it must have at least one.", nameof(pictures));
        }

        var first = pictures[0];
        foreach (var picture in pictures)
        {
            var values = (long)picture.Channels * picture.Height * picture.Width;
            if ((picture.Channels, picture.Height, picture.Width) != (first.Channels, first.Height, first.Width)
                || picture.Original.Length != values || picture.Perturbed.Length != values)
            {
                throw new ArgumentException(
                    $"picture of image {picture.Example.Row.Image} has {picture.Original.Length} and "
                        + $"{picture.Perturbed.Length} values; it must have "
                    + $"{first.Channels} x {first.Height} x {first.Width} of each, as the first picture has.", nameof(pictures));
            }
        }
    }

    private static void DrawTriplet(PixelImage sheet, ExamplePicture picture, Layout layout, int left, int top)
    {
        var step = layout.TileWidth + TileGap;
        DrawTile(sheet, picture, layout.Scale, left, top, (original, _) => ToByte(original));
        DrawTile(sheet, picture, layout.Scale, left + step, top, DifferenceToByte);
        DrawTile(sheet, picture, layout.Scale, left + (2 * step), top, (_, perturbed) => ToByte(perturbed));
        var line = picture.Example;
        var below = top + layout.TileHeight + TileGap + 2;
        var failed = (line.Row.SuccessAsBytes ?? line.Row.Success) == false;
        var (reading, change) = Caption(line.Row);
        BitmapFont.Draw(sheet, reading, left, below, TextScale, failed ? SoftInk : Ink);
        BitmapFont.Draw(sheet, change, left, below + LineHeight, TextScale, SoftInk);
    }

    /// <summary><c>#17: 7, aim 3, read as 7</c> and <c>RMS 0.0520, unrounded 3</c>: two lines, each no wider than three small
    /// tiles.</summary>
    internal static (string Reading, string Change) Caption(AdversarialExampleRow row)
    {
        var culture = CultureInfo.InvariantCulture;
        var reading = string.Create(culture, $"#{row.Image}: {row.Label}");
        reading += row.TargetClass is { } target ? string.Create(culture, $", aim {target}") : "";
        reading += Shown(row) is { } read ? string.Create(culture, $", read as {read}") : "";
        var change = $"RMS {HumanFormat.Distortion(row.Distortion)}";
        return (reading, Unrounded(row) is { } other ? string.Create(culture, $"{change}, unrounded {other}") : change);
    }

    /// <summary>How the source reads the picture, which has 8 bits; null without a source.</summary>
    internal static string? ReadAs(AdversarialExampleRow row)
    {
        var unrounded = Unrounded(row) is { } other ? FormattableString.Invariant($" (unrounded {other})") : "";
        return Shown(row) is { } read ? FormattableString.Invariant($"read as {read}{unrounded}") : null;
    }

    private static int? Shown(AdversarialExampleRow row) => row.PredictedAsBytes ?? row.PredictedAfter;

    /// <summary>What the source reads in the image before it was rounded, where that is another class.</summary>
    private static int? Unrounded(AdversarialExampleRow row) => row.PredictedAfter == Shown(row) ? null : row.PredictedAfter;

    private static void DrawTile(PixelImage sheet, ExamplePicture picture, int scale, int left, int top, Func<float, float, byte> pixel)
    {
        var original = picture.Original.Span;
        var perturbed = picture.Perturbed.Span;
        var channels = picture.Channels;
        for (var y = 0; y < picture.Height * scale; y++)
        {
            var row = sheet.Row(top + y).Slice(left * channels, picture.Width * scale * channels);
            for (var i = 0; i < row.Length; i++)
            {
                // The images are [channels, height, width], the sheet is [height, width, channels].
                var source = (((i % channels * picture.Height) + (y / scale)) * picture.Width) + (i / channels / scale);
                row[i] = pixel(original[source], perturbed[source]);
            }
        }
    }

    private sealed class Layout
    {
        internal Layout(ExamplePicture picture, int count)
        {
            Scale = Math.Max(1, (LeastTile + picture.Width - 1) / picture.Width);
            TileWidth = picture.Width * Scale;
            TileHeight = picture.Height * Scale;
            var rows = (count + TripletsPerRow - 1) / TripletsPerRow;
            Width = Margin + (Math.Min(count, TripletsPerRow) * (TripletWidth + Margin));
            Height = Top(rows * TripletsPerRow);
        }

        internal int Scale { get; }

        internal int TileWidth { get; }

        internal int TileHeight { get; }

        internal int Width { get; }

        internal int Height { get; }

        private int TripletWidth => (TilesPerTriplet * (TileWidth + TileGap)) - TileGap;

        internal int Left(int triplet) => Margin + (triplet % TripletsPerRow * (TripletWidth + Margin));

        internal int Top(int triplet) =>
            (2 * Margin) + (2 * LineHeight) + (triplet / TripletsPerRow * (TileHeight + TileGap + (CaptionLines * LineHeight) + Margin));
    }
}
