using Experiments.Datasets;

namespace Experiments.Pipeline;

/// <summary>The data sets that this process can read. Safe for any number of threads.</summary>
public interface IDataLibrary
{
    /// <summary>What studies can name, whether or not the files are here.</summary>
    IReadOnlyList<DatasetDescription> Datasets { get; }

    /// <summary>Whether the files are here; does not read them.</summary>
    /// <exception cref="DatasetException">They are not; the message says where they were looked for and how to get them.</exception>
    void RequireFiles(DatasetDescription dataset);

    /// <summary>The images of one split, decoded once per process.</summary>
    /// <exception cref="DatasetException">The files are missing or damaged.</exception>
    LabelledImages Load(DatasetDescription dataset, string split);
}
