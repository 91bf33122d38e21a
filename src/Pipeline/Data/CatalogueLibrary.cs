using Experiments.Datasets;

namespace Experiments.Pipeline.Data;

/// <summary>The catalogue's data sets and folders of images, read from data folders.</summary>
public sealed class CatalogueLibrary(DataFolders folders) : IDataLibrary
{
    private readonly DatasetLoader _loader = new(folders);
    private readonly DataFileFinder _files = new(folders);

    public IReadOnlyList<DatasetDescription> Datasets { get; } = [.. DatasetCatalogue.All];

    public DatasetDescription? Find(string name) => Datasets.FirstOrDefault(dataset => dataset.Name == name) ?? _loader.FindFolder(name);

    public DataFile FindFile(string path) => _files.Find(path);

    public void RequireFiles(DatasetDescription dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (_loader.Locate(dataset) is null)
        {
            // Loading says best what is missing and where it was looked for; splits may lie in different folders.
            foreach (var split in dataset.Splits)
            {
                _loader.Load(dataset, split.Name);
            }
        }
    }

    public LabelledImages Load(DatasetDescription dataset, string split) => _loader.Load(dataset, split);
}
