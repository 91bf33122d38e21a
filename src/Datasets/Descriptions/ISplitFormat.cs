namespace Experiments.Datasets;

/// <summary>How a split lies in files: one class for each way, with what it takes to find, identify and read the files of one split.
/// Immutable, and safe for any number of threads.</summary>
public interface ISplitFormat
{
    /// <summary>Identity of the content, for keys: 64 lower-case hexadecimal digits, known without reading a file. Whatever changes images,
    /// labels or their order changes it; <see cref="Read"/> checks that the files have it.</summary>
    string ContentHash { get; }

    /// <summary>The files, as messages say what was looked for: <c>NAME and NAME, plain or .gz,</c>.</summary>
    string Files { get; }

    /// <summary>Whether images are decoded one by one and come in any shape that is asked for. Others come as they lie and are resized
    /// whenever they are copied.</summary>
    bool MakesAnyShape { get; }

    /// <summary>The label of each image, where they are known without reading a file; null where they are not.</summary>
    IReadOnlyList<int>? Labels => null;

    /// <summary>Whether a folder holds the files. Does not read them.</summary>
    bool IsIn(string folder);

    /// <summary>Reads the images and labels, and checks them.</summary>
    /// <param name="folder">One that holds the files.</param>
    /// <param name="dataset">Its classes, and the shape wanted: that of the files, unless <see cref="MakesAnyShape"/>.</param>
    /// <param name="split">The split of it that has this format.</param>
    /// <exception cref="DatasetException">A file is damaged, or not the one that was described.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    LabelledImages Read(string folder, DatasetDescription dataset, SplitDescription split);
}
