using System.Security.Cryptography;
using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Storage;

/// <summary>
/// Artifacts as files named by their hash, in 256 folders by its first two digits. A file appears whole or not at all: it is written
/// beside, flushed to the disk and then renamed. A file left behind by a process that died is in <c>incoming</c> and nobody reads it.
/// </summary>
internal sealed class FileArtifactStore(string folder) : IArtifactStore
{
    private const int BufferBytes = 128 * 1024;

    // Links lead out of the folder: nothing behind one is the store's.
    private static readonly EnumerationOptions OwnFiles = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false,
    };

    private string Incoming => Path.Combine(folder, "incoming");

    public async Task<JobArtifact> WriteAsync(string role, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        ArgumentNullException.ThrowIfNull(write);
#pragma warning disable RS0030 // A name that no other process takes; nothing is computed from it.
        var part = Path.Combine(Incoming, $"{Guid.NewGuid():N}.part");
#pragma warning restore RS0030
        try
        {
            Create(Incoming);
            var (hash, bytes) = await SpoolAsync(part, write, cancellationToken);
            var path = PathOf(hash);
            RequireOwnFolder(path);
            Create(Path.GetDirectoryName(path)!);
            // Over an older copy too: if that one is damaged, this heals it.
            File.Move(part, path, overwrite: true);
            return new JobArtifact(role, hash, bytes);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StorageException($"artifact folder {folder} cannot be written: {exception.Message}", transient: false, exception);
        }
        catch (Exception exception) when (FullDisk.Is(exception))
        {
            // Around the file's end too, which tries once more to write what is left.
            throw ArtifactSpool.DiskFull($"artifact folder {folder}", exception);
        }
        finally
        {
            File.Delete(part);
        }
    }

    public async Task<Stream> OpenReadAsync(ArtifactHash hash, CancellationToken cancellationToken)
    {
        FileStream file;
        var path = PathOf(hash);
        RequireOwnFolder(path);
        if (IsLink(path))
        {
            throw new ArtifactDamagedException(hash, "is a link and no file");
        }

        try
        {
            file = RegularFile.OpenRead(path, followLinks: false);
        }
        catch (NotRegularFileException)
        {
            throw new ArtifactDamagedException(hash, "is no regular file");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactDamagedException(hash, "is missing");
        }

        try
        {
            var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
            if (actual != hash.Value)
            {
                throw new ArtifactDamagedException(hash, $"is damaged: its bytes have the hash {actual}");
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Finds artifacts that are not among the live ones, and removes them if asked.</summary>
    internal (int Count, long Bytes) Sweep(IReadOnlySet<string> live, bool apply)
    {
        var (count, bytes) = (0, 0L);
        var files = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", OwnFiles) : [];
        foreach (var file in files.Where(file => !live.Contains(file.Name)).ToList())
        {
            (count, bytes) = (count + 1, bytes + file.Length);
            if (apply)
            {
                file.Delete();
            }
        }

        return (count, bytes);
    }

    /// <exception cref="FormatException">The hash is none, and could name any file.</exception>
    internal string PathOf(ArtifactHash hash)
    {
        var name = ArtifactHash.Parse(hash.Value).Value;
        return Path.Combine(folder, name[..2], name);
    }

    /// <summary>The folder of artifacts may be a link: its owner has put it elsewhere. Nothing in it is.</summary>
    private static void RequireOwnFolder(string path)
    {
        if (Path.GetDirectoryName(path) is { } parent && IsLink(parent))
        {
            throw new StorageException($"artifact folder {parent} is a link; it must be a folder.", transient: false);
        }
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static async Task<(ArtifactHash Hash, long Bytes)> SpoolAsync(
        string part, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await using var file =
            new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous);
        await using var spool = new ArtifactSpool(file);
        await write(spool, cancellationToken);
        file.Flush(flushToDisk: true);
        return (spool.Complete(), spool.Length);
    }

    private static void Create(string path) => Directory.CreateDirectory(path);
}
