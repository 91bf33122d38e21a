using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>
/// Finds, reads and checks data sets of the catalogue; each split is read once, when it is first asked for. Safe for any number of threads.
/// </summary>
public sealed class DatasetLoader(DataFolders folders)
{
    private readonly Dictionary<(string Dataset, string Content, TensorShape Shape), LabelledImages> _loaded = [];
    private readonly ImageFolderReader _folderReader = new(folders);
    private readonly Lock _lock = new();

    /// <summary>Describes a folder of images, <c>folder:PATH</c>; null for other names.</summary>
    /// <exception cref="DatasetException">The path leaves the data folders, or what lies there is no folder of images.</exception>
    public DatasetDescription? FindFolder(string name)
        => FolderName.TryRead(name, out var path) ? _folderReader.Describe(name, path) : null;

    /// <summary>The images and labels of a split, with the content that its description promises.</summary>
    /// <param name="dataset">Name in the catalogue.</param>
    /// <param name="split">Name of a split of it.</param>
    /// <exception cref="DatasetException">There is no such data set or split; its files are not found, cannot be read, or are not the expected ones.</exception>
    public LabelledImages Load(string dataset, string split) => Load(DatasetCatalogue.Get(dataset), split);

    /// <summary>As <see cref="Load(string, string)"/>, for a description from anywhere; in the form that it asks for.</summary>
    /// <inheritdoc cref="Load(string, string)"/>
    public LabelledImages Load(DatasetDescription dataset, string split)
    {
        ArgumentNullException.ThrowIfNull(dataset);

        // Images of the catalogue are brought into a form one by one, when they are asked for; those of a folder when they are decoded.
        var kept = dataset.Folder is null ? dataset.Native ?? dataset : dataset;
        var description = kept.Split(split);
        var key = (kept.Name, $"{split} {description.ContentHash}", kept.Shape);
        lock (_lock)
        {
            if (!_loaded.TryGetValue(key, out var images))
            {
                images = kept.Folder is null ? Read(kept, description) : ImageFolderReader.Load(kept, split);
                _loaded.Add(key, images);
            }

            return images.In(dataset.Shape, dataset.Form?.Positive);
        }
    }

    /// <summary>The images of a slice, with their positions in the split.</summary>
    /// <inheritdoc cref="Load(string, string)"/>
    public ImageSlice Load(DataSlice slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        return new ImageSlice(Load(slice.Dataset, slice.Split.Name), slice.Positions());
    }

    /// <summary>The folder that holds all files of a data set; null when none does. Does not read them.</summary>
    public string? Locate(DatasetDescription dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return folders.CandidatesFor(dataset.Name).FirstOrDefault(folder => dataset.Splits.All(split => HasFiles(folder, split)));
    }

    private LabelledImages Read(DatasetDescription dataset, SplitDescription split)
    {
        var folder = folders.CandidatesFor(dataset.Name).FirstOrDefault(folder => HasFiles(folder, split)) ?? throw Missing(dataset, split);
        var (imagesPath, labelsPath) = (PathOf(folder, split.Images)!, PathOf(folder, split.Labels)!);
        try
        {
            var labels = ReadLabels(labelsPath, dataset, split);
            var images = ReadImages(imagesPath, dataset, labels, labelsPath);
            RequireHash(imagesPath, images, split.Images);
            RequireHash(labelsPath, labels, split.Labels);
            return new LabelledImages(dataset.Shape, dataset.ClassCount, images.Data, Array.ConvertAll(labels.Data, label => (ushort)label));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"data set '{dataset.Name}' in {folder} cannot be read: {e.Message}", e);
        }
    }

    private static IdxArray ReadLabels(string path, DatasetDescription dataset, SplitDescription split)
    {
        var labels = IdxReader.Read(path, [new("number of labels", split.Count, $"the number of images of '{dataset.Name}' {split.Name}")]);
        if (dataset.ClassCount < 256 && labels.Data.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(dataset.ClassCount - 1)) is >= 0 and var image)
        {
            throw new IdxFormatException(
                path, labels.DataPosition + image, $"the label of image {image} is {labels.Data[image]}; it must be in [0, {dataset.ClassCount})");
        }

        return labels;
    }

    private static IdxArray ReadImages(string path, DatasetDescription dataset, IdxArray labels, string labelsPath)
        => IdxReader.Read(
            path,
            [
                new("number of images", labels.Dimensions[0], $"the number of labels in {labelsPath}"),
                new("image height", dataset.Shape.Height),
                new("image width", dataset.Shape.Width),
            ]);

    private static void RequireHash(string path, IdxArray array, DatasetFile file)
    {
        if (array.Sha256 != file.Sha256)
        {
            throw new DatasetException($"{path}: the SHA-256 of its unpacked content is {array.Sha256}; it must be {file.Sha256}. The file is damaged or of another data set.");
        }
    }

    private DatasetException Missing(DatasetDescription dataset, SplitDescription split)
    {
        var looked = string.Join(Environment.NewLine, folders.CandidatesFor(dataset.Name).Select(folder => "  " + folder));
        return new DatasetException(
            $"data set '{dataset.Name}' is not found. {split.Images.Name} and {split.Labels.Name}, plain or .gz, were looked for in"
            + $"{Environment.NewLine}{looked}{Environment.NewLine}{dataset.HowToGet}");
    }

    private static bool HasFiles(string folder, SplitDescription split) => PathOf(folder, split.Images) is not null && PathOf(folder, split.Labels) is not null;

    private static string? PathOf(string folder, DatasetFile file)
    {
        var plain = Path.Combine(folder, file.Name);
        return File.Exists(plain) ? plain : File.Exists(plain + ".gz") ? plain + ".gz" : null;
    }
}
