using Experiments.Networks;

namespace Experiments.Pipeline;

/// <summary>The data sets that this process can read. Safe for any number of threads.</summary>
public interface IDataLibrary
{
    /// <summary>The names that a study can use, whether or not their files are here.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What a data set is, without decoding its images where that can be helped.</summary>
    /// <exception cref="IOException">Its files are missing or damaged; the message says where they were looked for and how to get them.</exception>
    DatasetFacts Describe(string dataset);

    /// <summary>The images of one split, decoded. The caller may keep them.</summary>
    /// <exception cref="IOException">The files are missing or damaged.</exception>
    ISplitImages Load(string dataset, string split);
}

/// <param name="Version">SHA-256 of the data set's files, 64 lower-case hexadecimal digits: its identity, wherever the files are.</param>
/// <param name="Shape">Shape of one image.</param>
/// <param name="ClassCount">Number of classes k.</param>
/// <param name="Splits">Number of images by split: <c>train</c>, <c>test</c>.</param>
public sealed record DatasetFacts(string Version, TensorShape Shape, int ClassCount, IReadOnlyDictionary<string, int> Splits);

/// <summary>All images of one split of a data set, addressed by their position in it.</summary>
public interface ISplitImages
{
    int Count { get; }

    TensorShape Shape { get; }

    int ClassCount { get; }

    /// <summary>Copies one image, [shape], values in [0, 1].</summary>
    void CopyImage(int position, Span<float> x);

    /// <summary>The true class of an image.</summary>
    int Label(int position);
}
