namespace Experiments.Datasets;

/// <summary>How many pixels the images of a folder may have together: every one of them may have to be decoded.</summary>
/// <param name="root">The folder, for messages.</param>
internal sealed class PixelBudget(string root)
{
    /// <summary>Of a folder, as the headers of its images say.</summary>
    internal const long MostPixels = 1L << 34;

    private long _pixels;
    private int _images;

    /// <summary>Adds an image.</summary>
    /// <exception cref="DatasetException">The folder has too many pixels with it.</exception>
    internal FolderImage Take(FolderImage image)
    {
        _images++;
        _pixels += (long)image.Shape.Height * image.Shape.Width;
        return _pixels <= MostPixels
            ? image
            : throw new DatasetException(
                $"{root} has {_pixels} pixels in its first {_images} images; it must have at most {MostPixels} in all");
    }
}
