using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>Where the images of an image folder lie, and what their headers say.</summary>
public sealed class ImageFolder
{
    internal ImageFolder(string path, IReadOnlyDictionary<string, IReadOnlyList<FolderImage>> splits) => (Path, Splits) = (path, splits);

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>The images of each split in order: by class, then by file name.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<FolderImage>> Splits { get; }

    /// <summary>The one shape of all images; height and width are 0 where images differ in them, and so are the channels.</summary>
    internal TensorShape Shape
    {
        get
        {
            var shapes = Splits.Values.SelectMany(images => images).Select(image => image.Shape).Distinct().ToList();
            var (size, channels) = (shapes.Select(s => (s.Height, s.Width)).Distinct().Count() == 1, shapes.Select(s => s.Channels).Distinct().Count() == 1);
            return new TensorShape(channels ? shapes[0].Channels : 0, size ? shapes[0].Height : 0, size ? shapes[0].Width : 0);
        }
    }

    /// <summary>Two images that differ in shape, for messages.</summary>
    internal string Difference
    {
        get
        {
            var all = Splits.Values.SelectMany(images => images).ToList();
            var other = all.First(image => image.Shape != all[0].Shape);
            return $"{all[0].RelativePath} is {all[0].Shape.Extents}, {other.RelativePath} is {other.Shape.Extents}";
        }
    }
}

/// <summary>One image of a folder.</summary>
/// <param name="RelativePath">SPLIT/CLASS/NAME.png.</param>
/// <param name="Class">Position of its class among all classes.</param>
/// <param name="Shape">As its header says.</param>
/// <param name="Sha256">Of the file: 64 lower-case hexadecimal digits.</param>
internal sealed record FolderImage(string RelativePath, int Class, TensorShape Shape, string Sha256);
