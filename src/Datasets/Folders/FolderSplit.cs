using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>A split in a folder of PNG files, SPLIT/CLASS/NAME.png, as it was when the folder was described.</summary>
/// <param name="images">In order: by class, then by file name.</param>
/// <param name="classes">Of the whole folder. They decide how many outputs a network has, so they are a part of the identity; names of
/// files are not.</param>
internal sealed class FolderSplit(IReadOnlyList<FolderImage> images, int classes) : ISplitFormat
{
    /// <summary>Of the contents in their order, the labels and the number of classes.</summary>
    public string ContentHash { get; } = ContentHashes.Of(
        ("images", ContentHashes.Of(string.Join('\n', images.Select(image => image.Sha256)))),
        ("labels", ContentHashes.Of($"{classes} classes\n{string.Join('\n', images.Select(image => image.Class))}")));

    public IReadOnlyList<int> Labels { get; } = [.. images.Select(image => image.Class)];

    public string Files => "SPLIT/CLASS/NAME.png";

    public bool MakesAnyShape => true;

    public bool IsIn(string folder) => Directory.Exists(folder);

    public LabelledImages Read(string folder, DatasetDescription dataset, SplitDescription split)
    {
        var bytes = (long)images.Count * dataset.Shape.Length;
        if (bytes > Array.MaxLength)
        {
            throw new DatasetException(
                $"{images.Count} images of {dataset.Shape.Extents} have {bytes} bytes; they must have at most {Array.MaxLength}. "
                    + "Resize them to fewer pixels.");
        }

        var pixels = new byte[bytes];
        for (var i = 0; i < images.Count; i++)
        {
            var target = pixels.AsSpan(i * dataset.Shape.Length, dataset.Shape.Length);
            var image = Decode(folder, images[i]);
            if (image.Shape == dataset.Shape)
            {
                image.Pixels.CopyTo(target);
            }
            else
            {
                new ImageResizer(image.Shape, dataset.Shape).Apply(image.Pixels, target);
            }
        }

        return new LabelledImages(dataset.Shape, dataset.ClassCount, pixels, [.. images.Select(image => (ushort)image.Class)]);
    }

    private static PngImage Decode(string folder, FolderImage image)
    {
        var path = Path.Combine(folder, image.RelativePath);
        try
        {
            var content = PngReader.ReadFile(path);
            return ContentHashes.Of(content) == image.Sha256
                ? PngReader.Read(content, path)
                : throw new DatasetException($"{path} has changed since the study was planned; plan it again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>One image of a folder.</summary>
/// <param name="RelativePath">SPLIT/CLASS/NAME.png.</param>
/// <param name="Class">Position of its class among all classes.</param>
/// <param name="Shape">As its header says.</param>
/// <param name="Sha256">Of the file: 64 lower-case hexadecimal digits.</param>
/// <param name="AlphaVaries">Whether its pixels differ in their transparency, which is left out.</param>
internal sealed record FolderImage(string RelativePath, int Class, TensorShape Shape, string Sha256, bool AlphaVaries);
