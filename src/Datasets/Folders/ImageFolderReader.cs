using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>
/// Reads folders of PNG files, SPLIT/CLASS/NAME.png: a folder per split, in it a folder per class. Classes are numbered in the order of their names (by code point) over all
/// splits, those without images too: a pre-trained network has an output for each; images are in the order of their classes, then of their names. The folder is untrusted: links are refused, and every file is checked by <see cref="PngReader"/>.
/// Safe for any number of threads.
/// </summary>
internal sealed partial class ImageFolderReader(DataFolders folders)
{
    private const int MostImages = 1 << 22;

    /// <summary>Headers and hashes of files that have been read, so that only new and changed ones are read again.</summary>
    private readonly ConcurrentDictionary<(string Path, long Bytes, DateTime Written), (TensorShape Shape, string Sha256)> _known = new();

    /// <summary>Describes the folder at a path below a data folder.</summary>
    /// <exception cref="DatasetException">It is not there, or not laid out as it must be.</exception>
    public DatasetDescription Describe(string name, string path)
    {
        var home = folders.Folders.FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, path)))
            ?? throw new DatasetException(
                $"data set '{name}' is not found. A folder {path} was looked for in{Environment.NewLine}{string.Join(Environment.NewLine, folders.Folders.Select(folder => "  " + folder))}");
        FolderName.RequireNoLinks(home, path);
        var root = Path.Combine(home, path);
        try
        {
            return Describe(name, root, Splits(root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"data set '{name}' in {root} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Decodes a split in the shape and classes of its description.</summary>
    /// <exception cref="DatasetException">A file is damaged, or not the one that was described.</exception>
    public static LabelledImages Load(DatasetDescription dataset, string split)
    {
        var folder = dataset.Folder!;
        var images = folder.Splits[split];
        var bytes = (long)images.Count * dataset.Shape.Length;
        if (bytes > Array.MaxLength)
            throw new DatasetException($"{images.Count} images of {dataset.Shape.Extents} have {bytes} bytes; they must have at most {Array.MaxLength}. Resize them to fewer pixels.");

        var pixels = new byte[bytes];
        var labels = new ushort[images.Count];
        for (var i = 0; i < images.Count; i++)
        {
            var target = pixels.AsSpan(i * dataset.Shape.Length, dataset.Shape.Length);
            var image = Decode(folder, images[i]);
            if (image.Shape == dataset.Shape)
                image.Pixels.CopyTo(target);
            else
                new ImageResizer(image.Shape, dataset.Shape).Apply(image.Pixels, target);
            labels[i] = (ushort)images[i].Class;
        }

        return new LabelledImages(dataset.Shape, (dataset.Native ?? dataset).ClassCount, pixels, labels);
    }

    private static PngImage Decode(ImageFolder folder, FolderImage image)
    {
        var path = Path.Combine(folder.Path, image.RelativePath);
        try
        {
            var content = ReadFile(path);
            return Convert.ToHexStringLower(SHA256.HashData(content)) == image.Sha256
                ? PngReader.Read(content, path)
                : throw new DatasetException($"{path} has changed since the study was planned; plan it again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private DatasetDescription Describe(string name, string root, List<string> splits)
    {
        var files = splits.ToDictionary(split => split, split => Classes(root, split).SelectMany(c => Images(root, split, c).Select(file => (Class: c, File: file))).ToList());
        var classes = splits.SelectMany(split => Classes(root, split)).Distinct().Order(StringComparer.Ordinal).ToList();
        var count = files.Values.Sum(all => (long)all.Count);
        if (count is 0 or > MostImages || classes.Count > LabelledImages.MostClasses)
            throw new DatasetException($"{root} has {count} images in {classes.Count} classes; it must have 1 to {MostImages} in at most {LabelledImages.MostClasses}");

        var images = files.ToDictionary(
            split => split.Key,
            IReadOnlyList<FolderImage> (split) => [.. split.Value.Select(file => Inspect(root, file.File, classes.BinarySearch(file.Class, StringComparer.Ordinal)))]);
        var folder = new ImageFolder(root, images);
        return new DatasetDescription(name, $"Images in {root}", folder.Shape, classes.Count, [.. splits.Where(split => images[split].Count > 0).Select(split => Describe(split, images[split], classes.Count))], "")
        {
            Folder = folder,
        };
    }

    /// <summary>Contents in their order, labels and the number of classes, which decides how many outputs a network has, identify a split; names of files do not.</summary>
    private static SplitDescription Describe(string split, IReadOnlyList<FolderImage> images, int classes) => new(
        split,
        images.Count,
        new DatasetFile(split, Hash(string.Join('\n', images.Select(image => image.Sha256)))),
        new DatasetFile(split, Hash($"{classes} classes\n{string.Join('\n', images.Select(image => image.Class))}")));

    private FolderImage Inspect(string root, string relativePath, int classIndex)
    {
        var path = Path.Combine(root, relativePath);
        var file = new FileInfo(path);
        var (shape, hash) = _known.GetOrAdd((path, file.Length, file.LastWriteTimeUtc), static (_, at) =>
        {
            var content = ReadFile(at);
            return (PngHeader.Read(content, at).Shape, Convert.ToHexStringLower(SHA256.HashData(content)));
        }, path);
        return new FolderImage(relativePath, classIndex, shape, hash);
    }

    private static byte[] ReadFile(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > PngReader.MaxFileBytes)
            throw new DatasetException($"{path} has {stream.Length} bytes; it must have at most {PngReader.MaxFileBytes}");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static List<string> Splits(string root)
    {
        var splits = Entries(root, directories: true);
        foreach (var split in splits.Where(split => !SplitName().IsMatch(split)))
            throw new DatasetException($"{Path.Combine(root, split)} is the folder of a split; its name must be lower-case letters, digits and hyphens, a letter first");
        return splits.Count > 0 ? splits : throw new DatasetException($"{root} has no folders; it must have one per split, and in each one per class with its PNG files");
    }

    private static List<string> Classes(string root, string split) => Entries(Path.Combine(root, split), directories: true);

    private static IEnumerable<string> Images(string root, string split, string className)
    {
        foreach (var name in Entries(Path.Combine(root, split, className), directories: false))
        {
            yield return name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
                ? $"{split}/{className}/{name}"
                : throw new DatasetException($"{Path.Combine(root, split, className, name)} is no .png file; image folders must hold nothing else");
        }
    }

    /// <summary>Names in a folder by code point, without hidden ones.</summary>
    private static List<string> Entries(string folder, bool directories)
    {
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')).ToList();
        foreach (var entry in entries)
        {
            if (entry.LinkTarget is not null)
                throw new DatasetException($"{entry.FullName} is a link; it must not be, so that data stay below their folder");
            if (entry is DirectoryInfo != directories)
                throw new DatasetException($"{entry.FullName} is a {(directories ? "file" : "folder")}; an image folder must be laid out as SPLIT/CLASS/NAME.png");
        }

        return [.. entries.Select(entry => entry.Name).Order(StringComparer.Ordinal)];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SplitName();
}
