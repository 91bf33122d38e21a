using System.Collections.Concurrent;
using System.Security.Cryptography;
using Experiments.Settings;

namespace Experiments.Datasets;

/// <summary>A file below a data folder.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Sha256">Of its content: 64 lower-case hexadecimal digits.</param>
public sealed record DataFile(string Path, string Sha256);

/// <summary>Finds single files below the data folders; each is hashed once as long as it does not change. Safe for any number of
/// threads.</summary>
public sealed class DataFileFinder(DataFolders folders)
{
    private readonly ConcurrentDictionary<(string Path, long Bytes, DateTime Written), string> _hashes = new();

    /// <summary>Finds a file by its path below a data folder.</summary>
    /// <exception cref="DatasetException">The path leaves the data folders, or there is no such file.</exception>
    public DataFile Find(string path)
    {
        FolderName.RequireBelow("file", path);
        var home = folders.Folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, path)))
            ?? throw new DatasetException(
                $"file '{path}' is not found. It was looked for "
                    + $"in{Environment.NewLine}{string.Join(Environment.NewLine, folders.Folders.Select(folder => "  " + folder))}");
        FolderName.RequireNoLinks(home, path);
        var file = new FileInfo(Path.Combine(home, path));
        try
        {
            return new DataFile(
                file.FullName, _hashes.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), static key => Hash(key.Path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{file.FullName} cannot be read: {e.Message}", e);
        }
    }

    private static string Hash(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
