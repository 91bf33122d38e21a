namespace Experiments.Settings;

/// <summary>A folder, a pipe, a device or a socket stands where a file must.</summary>
public sealed class NotRegularFileException : IOException
{
    public NotRegularFileException()
        : this("")
    {
    }

    /// <param name="path">As it was asked for.</param>
    public NotRegularFileException(string path)
        : base($"'{path}' is no regular file; it must be one: folders, pipes and devices are not read.")
    {
    }

    public NotRegularFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
