using Experiments.Settings;

namespace Experiments.Client;

/// <summary>Writes files that appear under their names only when they are complete; what cannot be completed leaves nothing.</summary>
internal static class WholeFiles
{
    /// <summary>Writes one file.</summary>
    /// <inheritdoc cref="WriteAsync(IReadOnlyList{string}, Func{IReadOnlyList{Stream}, Task}, bool)"/>
    internal static Task WriteAsync(string file, Func<Stream, Task> write, bool replace = true) =>
        WriteAsync([file], streams => write(streams[0]), replace);

    /// <summary>Writes files that appear together.</summary>
    /// <param name="files">In a folder that is there.</param>
    /// <param name="write">Gets a stream for each.</param>
    /// <param name="replace">Whether files of these names are replaced.</param>
    /// <exception cref="IOException">They cannot be written: the disk is full, one is there and must not be replaced.</exception>
    internal static async Task WriteAsync(IReadOnlyList<string> files, Func<IReadOnlyList<Stream>, Task> write, bool replace = true)
    {
        var partial = files.Select(file => $"{file}.{Environment.ProcessId}.partial").ToList();
        try
        {
            await WriteAsync(partial, write);
            for (var i = 0; i < files.Count; i++)
            {
                File.Move(partial[i], files[i], overwrite: replace);
            }
        }
        catch (Exception fault) when (FullDisk.Is(fault))
        {
            throw new IOException(FullDisk.Explain($"folder {Path.GetDirectoryName(files[0])}"), fault);
        }
        finally
        {
            partial.ForEach(File.Delete);
        }
    }

    /// <summary>Closing writes what is left: its fault counts like any other.</summary>
    private static async Task WriteAsync(IReadOnlyList<string> files, Func<IReadOnlyList<Stream>, Task> write)
    {
        List<FileStream> streams = [];
        try
        {
            foreach (var file in files)
            {
                streams.Add(new FileStream(file, FileMode.Create, FileAccess.Write));
            }

            await write(streams);
            foreach (var stream in streams)
            {
                await stream.FlushAsync();
            }
        }
        finally
        {
            foreach (var stream in streams)
            {
                await CloseAsync(stream);
            }
        }
    }

    private static async Task CloseAsync(FileStream stream)
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (Exception fault) when (FullDisk.Is(fault))
        {
            // What could not be written said so before.
        }
    }
}
