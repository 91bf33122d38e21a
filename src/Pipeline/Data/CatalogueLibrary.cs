using Experiments.Datasets;

namespace Experiments.Pipeline;

/// <summary>The catalogue's data sets, read from data folders.</summary>
public sealed class CatalogueLibrary(DataFolders folders) : IDataLibrary
{
    private readonly DatasetLoader _loader = new(folders);

    public IReadOnlyList<DatasetDescription> Datasets => DatasetCatalogue.All;

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
