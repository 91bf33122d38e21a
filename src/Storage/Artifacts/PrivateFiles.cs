namespace Experiments.Storage;

/// <summary>Makes what nobody but its owner may enter or read, whatever the user's mask. What is there already keeps its mode: somebody
/// may have opened it to others.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    internal static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnersFolder);
        }
    }

    /// <summary>Makes an empty file where there is none. Nothing is done to one that is there: closing it would drop the locks that this
    /// process has on it.</summary>
    internal static void CreateFile(string path)
    {
        if (Path.Exists(path))
        {
            return;
        }

        try
        {
            using var made = new FileStream(path, Options(FileMode.CreateNew, FileAccess.Write));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody was faster, or it cannot be made: whoever opens it says so.
        }
    }

    internal static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        return options;
    }
}
