using Experiments.Datasets;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary>The catalogue of data sets as the console shows it.</summary>
internal static class Catalogue
{
    internal static IReadOnlyList<DatasetLine> Read(ClientSettings settings)
    {
        var folders = DataFolders.Default(settings.DataFolder);
        var loader = new DatasetLoader(folders);
        return [.. DatasetCatalogue.All.Select(dataset => Line(dataset, folders, loader.Locate(dataset)))];
    }

    private static DatasetLine Line(DatasetDescription dataset, DataFolders folders, string? folder)
    {
        var splits = string.Join(", ", dataset.Splits.Select(split => $"{split.Name} {HumanFormat.Count(split.Count)}"));
        var colour = dataset.Shape.Channels == 1 ? "" : $" x {dataset.Shape.Channels}";
        return new DatasetLine(
            dataset.Name, dataset.Title,
            $"{dataset.Shape.Height} x {dataset.Shape.Width}{colour}, {dataset.ClassCount} classes, {splits} images", folder,
            folder is null ? $"Looked for in {string.Join(", ", folders.CandidatesFor(dataset.Name))}. {dataset.HowToGet}" : null);
    }
}
