namespace Experiments.Datasets;

/// <summary>A data set cannot be used: it is not there, its files are damaged, or a slice does not fit it. The message says what to
/// do.</summary>
public class DatasetException : Exception
{
    public DatasetException(string message)
        : base(message)
    {
    }

    public DatasetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
