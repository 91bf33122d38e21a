using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>One perturbed image as the paper's figures show it, without captions: original, difference, perturbed, side by side at their
/// own size.</summary>
internal static class TripletImage
{
    private const int Gap = 1;
    private const byte Paper = 128;

    internal static int TileWidth(ExamplePicture picture) => picture.Width * Scale(picture);

    internal static int TileHeight(ExamplePicture picture) => picture.Height * Scale(picture);

    internal static PixelImage Draw(ExamplePicture picture)
    {
        var image = new PixelImage((3 * picture.Width) + (2 * Gap), picture.Height, picture.Channels);
        image.Fill(0, 0, image.Width, image.Height, Paper);
        var original = picture.Original.Span;
        var perturbed = picture.Perturbed.Span;
        for (var y = 0; y < picture.Height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < picture.Width; x++)
            {
                for (var channel = 0; channel < picture.Channels; channel++)
                {
                    var at = (((channel * picture.Height) + y) * picture.Width) + x;
                    Set(row, picture, 0, x, channel, ExampleSheet.ToByte(original[at]));
                    Set(row, picture, 1, x, channel, ExampleSheet.DifferenceToByte(original[at], perturbed[at]));
                    Set(row, picture, 2, x, channel, ExampleSheet.ToByte(perturbed[at]));
                }
            }
        }

        return image;
    }

    private static void Set(Span<byte> row, ExamplePicture picture, int tile, int x, int channel, byte value) =>
        row[(((tile * (picture.Width + Gap)) + x) * picture.Channels) + channel] = value;

    // Small images are shown three times as large, as squares.
    private static int Scale(ExamplePicture picture) => picture.Width <= 64 ? 3 : 1;
}

/// <summary>Pictures inside a page.</summary>
internal static class PngData
{
    internal static string Of(PixelImage image)
    {
        using var bytes = new MemoryStream();
        PngWriter.Write(bytes, image);
        return $"data:image/png;base64,{Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length)}";
    }
}
