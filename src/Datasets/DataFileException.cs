namespace Experiments.Datasets;

/// <summary>A file of a data set is not what it should be.</summary>
public sealed class DataFileException : DatasetException
{
    /// <param name="file">The file's path.</param>
    /// <param name="position">Byte position of the fault, counted from 0 in the unpacked content.</param>
    /// <param name="problem"><c>NAME is VALUE; it must be RULE</c>.</param>
    /// <param name="innerException">The decompressor's own error, if there was one.</param>
    public DataFileException(string file, long position, string problem, Exception? innerException = null)
        : base($"{file}, byte {position}: {problem}", innerException!)
    {
        File = file;
        Position = position;
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>Byte position of the fault, counted from 0 in the unpacked content.</summary>
    public long Position { get; }
}
