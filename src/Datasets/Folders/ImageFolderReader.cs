using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>
/// Reads folders of PNG files, SPLIT/CLASS/NAME.png: a folder per split, in it a folder per class. Classes are numbered in the order of
/// their names (<see cref="ClassOrder"/>) over all splits, those without images too: a pre-trained network has an output for each; images
/// are in the order of their classes, then of their names. The folder is untrusted: links are refused, and every file is checked by
/// <see cref="PngReader"/>. Safe for any number of threads.
/// </summary>
internal sealed partial class ImageFolderReader(DataFolders folders)
{
    private const int MostImages = 1 << 22;

    /// <summary>Headers and hashes of files that have been read, so that only new and changed ones are read again.</summary>
    private readonly ConcurrentDictionary<
        (string Path, long Bytes, DateTime Written), (TensorShape Shape, string Sha256, bool AlphaVaries)> _known = new();

    /// <summary>Describes the folder at a path below a data folder.</summary>
    /// <exception cref="DatasetException">It is not there, or not laid out as it must be.</exception>
    public DatasetDescription Describe(string name, string path)
    {
        var home = folders.Folders.FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, path)))
            ?? throw new DatasetException(
                $"data set '{name}' is not found. A folder {path} was looked for "
                    + $"in{Environment.NewLine}{string.Join(Environment.NewLine, folders.Folders.Select(folder => "  " + folder))}");
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

    private DatasetDescription Describe(string name, string root, List<string> splits)
    {
        var classes = ClassOrder.Sort(splits.SelectMany(split => Classes(root, split)).Distinct());
        var labels = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        var files = splits.ToDictionary(
            split => split,
            split => Classes(root, split).OrderBy(c => labels[c])
                .SelectMany(c => Images(root, split, c).Select(file => (Class: labels[c], File: file))).ToList());
        var count = files.Values.Sum(all => (long)all.Count);
        if (count is 0 or > MostImages || classes.Count > LabelledImages.MostClasses)
        {
            throw new DatasetException(
                $"{root} has {count} images in {classes.Count} classes; it must have 1 to {MostImages} in at most "
                    + $"{LabelledImages.MostClasses}");
        }

        var budget = new PixelBudget(root);
        var images = files.ToDictionary(
            split => split.Key,
            IReadOnlyList<FolderImage> (split) => [.. split.Value.Select(file => budget.Take(Inspect(root, file.File, file.Class)))]);
        var all = images.Values.SelectMany(of => of).ToList();
        return new DatasetDescription(
            name,
            $"Images in {root}",
            ShapeOf(all),
            classes.Count,
            [.. splits.Where(split => images[split].Count > 0)
                .Select(split => new SplitDescription(split, images[split].Count, new FolderSplit(images[split], classes.Count)))],
            "")
        {
            Home = root,
            ClassNames = classes,
            DroppedAlpha = all.FirstOrDefault(image => image.AlphaVaries) is { } transparent
                ? new DroppedAlpha(all.Count(image => image.AlphaVaries), transparent.RelativePath)
                : null,
            Difference = all.FirstOrDefault(image => image.Shape != all[0].Shape) is { } other
                ? $"{all[0].RelativePath} is {all[0].Shape.Extents}, {other.RelativePath} is {other.Shape.Extents}"
                : null,
        };
    }

    /// <summary>The one shape of all images; height and width are 0 where images differ in them, and so are the channels.</summary>
    private static TensorShape ShapeOf(List<FolderImage> images)
    {
        var shapes = images.Select(image => image.Shape).Distinct().ToList();
        var (size, channels) =
            (shapes.Select(s => (s.Height, s.Width)).Distinct().Count() == 1, shapes.Select(s => s.Channels).Distinct().Count() == 1);
        return new TensorShape(channels ? shapes[0].Channels : 0, size ? shapes[0].Height : 0, size ? shapes[0].Width : 0);
    }

    private FolderImage Inspect(string root, string relativePath, int classIndex)
    {
        var path = Path.Combine(root, relativePath);
        var file = new FileInfo(path);
        var (shape, hash, alphaVaries) = _known.GetOrAdd((path, file.Length, file.LastWriteTimeUtc), static (_, at) =>
        {
            var content = PngReader.ReadFile(at);
            return (PngReader.Inspect(content, at), ContentHashes.Of(content), PngReader.AlphaVaries(content, at));
        }, path);
        return new FolderImage(relativePath, classIndex, shape, hash, alphaVaries);
    }

    private static List<string> Splits(string root)
    {
        var splits = Entries(root, directories: true);
        foreach (var split in splits.Where(split => !SplitName().IsMatch(split)))
        {
            throw new DatasetException(
                $"{Path.Combine(root, split)} is the folder of a split; its name must be lower-case letters, digits and "
                    + "hyphens, a letter first");
        }
        return splits.Count > 0 ? splits : throw new DatasetException(
            $"{root} has no folders; it must have one per split, and in each one per class with its PNG files");
    }

    private static List<string> Classes(string root, string split) => Entries(Path.Combine(root, split), directories: true);

    private static IEnumerable<string> Images(string root, string split, string className)
    {
        foreach (var name in Entries(Path.Combine(root, split, className), directories: false))
        {
            yield return name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
                ? $"{split}/{className}/{name}"
                : throw new DatasetException(
                    $"{Path.Combine(root, split, className, name)} is no .png file; image folders must hold nothing else");
        }
    }

    /// <summary>Names in a folder by code point, without hidden ones.</summary>
    private static List<string> Entries(string folder, bool directories)
    {
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')).ToList();
        foreach (var entry in entries)
        {
            if (entry.LinkTarget is not null)
            {
                throw new DatasetException($"{entry.FullName} is a link; it must not be, so that data stay below their folder");
            }
            if (entry is DirectoryInfo != directories)
            {
                throw new DatasetException(
                    $"{entry.FullName} is a {(directories ? "file" : "folder")}; an image folder must be laid out as SPLIT/CLASS/NAME.png");
            }
        }

        return [.. entries.Select(entry => entry.Name).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SplitName();
}
