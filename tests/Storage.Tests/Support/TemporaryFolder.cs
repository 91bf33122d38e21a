namespace Experiments.Storage.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("experiments-storage-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
