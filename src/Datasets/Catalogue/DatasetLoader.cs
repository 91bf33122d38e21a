using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>Finds, reads and checks data sets of the catalogue; each split is read once, when it is first asked for. Safe for any number of
/// threads.</summary>
public sealed class DatasetLoader(DataFolders folders)
{
    private readonly Dictionary<(string Dataset, string Content, TensorShape Shape), LabelledImages> _loaded = [];
    private readonly ImageFolderReader _folderReader = new(folders);
    private readonly Lock _lock = new();

    /// <summary>Describes a folder of images, <c>folder:PATH</c>; null for other names.</summary>
    /// <exception cref="DatasetException">The path leaves the data folders, or what lies there is no folder of images.</exception>
    public DatasetDescription? FindFolder(string name) =>
        FolderName.TryRead(name, out var path) ? _folderReader.Describe(name, path) : null;

    /// <summary>The images and labels of a split, with the content that its description promises.</summary>
    /// <param name="dataset">Name in the catalogue.</param>
    /// <param name="split">Name of a split of it.</param>
    /// <exception cref="DatasetException">There is no such data set or split; its files are not found, cannot be read, or are not the
    /// expected ones.</exception>
    public LabelledImages Load(string dataset, string split) => Load(DatasetCatalogue.Get(dataset), split);

    /// <summary>As <see cref="Load(string, string)"/>, for a description from anywhere; in the form that it asks for.</summary>
    /// <inheritdoc cref="Load(string, string)"/>
    public LabelledImages Load(DatasetDescription dataset, string split)
    {
        ArgumentNullException.ThrowIfNull(dataset);

        var native = dataset.Native ?? dataset;
        var description = native.Split(split);
        var stored = description.Format.MakesAnyShape ? native with { Shape = dataset.Shape } : native;
        var key = (stored.Name, $"{split} {description.Format.ContentHash}", stored.Shape);
        lock (_lock)
        {
            if (!_loaded.TryGetValue(key, out var images))
            {
                images = Read(stored, description);
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
        return Candidates(dataset).FirstOrDefault(folder => dataset.Splits.All(split => split.Format.IsIn(folder)));
    }

    private LabelledImages Read(DatasetDescription dataset, SplitDescription split)
    {
        var folder = Candidates(dataset).FirstOrDefault(split.Format.IsIn) ?? throw Missing(dataset, split);
        try
        {
            return split.Format.Read(folder, dataset, split);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"data set '{dataset.Name}' in {folder} cannot be read: {e.Message}", e);
        }
    }

    private IEnumerable<string> Candidates(DatasetDescription dataset) =>
        dataset.Home is { } home ? [home] : folders.CandidatesFor(dataset.Name);

    private DatasetException Missing(DatasetDescription dataset, SplitDescription split)
    {
        var looked = string.Join(Environment.NewLine, Candidates(dataset).Select(folder => "  " + folder));
        return new DatasetException(
            $"data set '{dataset.Name}' is not found. {split.Format.Files} were looked for "
                + $"in{Environment.NewLine}{looked}{Environment.NewLine}{dataset.HowToGet}");
    }
}
