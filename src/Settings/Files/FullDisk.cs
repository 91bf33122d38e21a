namespace Experiments.Settings;

/// <summary>Tells the faults of a disk that takes no more from others.</summary>
public static class FullDisk
{
    /// <summary>
    /// No more can be written: the disk is full (ENOSPC on Linux and macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows), a
    /// user's quota (Linux's EDQUOT) or a process's limit is reached (EFBIG, which .NET reports as a length out of range).
    /// </summary>
    public static bool Is(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            IOException => (exception.HResult & 0xFFFF) is 28 or 122 or 112 or 39,
            ArgumentOutOfRangeException { ParamName: "value" } => true,
            _ => false,
        };
    }

    /// <summary>What to say of it, one line.</summary>
    /// <param name="place">What cannot grow.</param>
    public static string Explain(string place) => $"{place} cannot grow: the disk is full; free some space and run again.";
}
