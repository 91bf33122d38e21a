using Experiments.Datasets;

namespace Experiments.Pipeline.Data;

/// <summary>The data sets that this process can read. Safe for any number of threads.</summary>
public interface IDataLibrary
{
    /// <summary>What studies can name, whether or not the files are here.</summary>
    IReadOnlyList<DatasetDescription> Datasets { get; }

    /// <summary>The data set that a study's name for it means: one of <see cref="Datasets"/>, or whatever else the library can find; null
    /// for none.</summary>
    /// <exception cref="DatasetException">The name means something that cannot be used.</exception>
    DatasetDescription? Find(string name) => Datasets.FirstOrDefault(dataset => dataset.Name == name);

    /// <summary>A file that a study names by its path below the data folders, such as weights.</summary>
    /// <exception cref="DatasetException">The path leaves the data folders, or there is no such file.</exception>
    DataFile FindFile(string path) => throw new DatasetException($"file '{path}' is not found; this library has data sets only");

    /// <summary>Whether the files are here; does not read them.</summary>
    /// <exception cref="DatasetException">They are not; the message says where they were looked for and how to get them.</exception>
    void RequireFiles(DatasetDescription dataset);

    /// <summary>The images of one split, decoded once per process.</summary>
    /// <param name="dataset">Images and labels are brought into its <see cref="DatasetDescription.Form"/>.</param>
    /// <param name="split">Name of a split of it.</param>
    /// <exception cref="DatasetException">The files are missing or damaged.</exception>
    LabelledImages Load(DatasetDescription dataset, string split);
}
