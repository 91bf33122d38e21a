using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage.Tests;

/// <summary>What a home lets others do, and what it lets them make the program do.</summary>
public sealed class PrivateHomeTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    private EmbeddedHome Home => new(Path.Combine(_folder.Path, "home"));

    private FileArtifactStore Store => new(Home.ArtifactFolder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_NewHome_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var database = await OpenAsync();
        await database.Ledger.SubmitAsync(Sample.Plan("s", "train-a"), default);

        Assert.Equal(OwnersFolder, File.GetUnixFileMode(Home.Folder));
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            Assert.Equal(OwnersFile, File.GetUnixFileMode(Home.DatabaseFile + suffix));
        }
    }

    [Fact]
    public async Task Open_HomeThatItsOwnerOpenedToOthers_StaysSo()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Shared = OwnersFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        Directory.CreateDirectory(Home.Folder);
        File.SetUnixFileMode(Home.Folder, Shared);

        await using var database = await OpenAsync();

        Assert.Equal((Shared, OwnersFile), (File.GetUnixFileMode(Home.Folder), File.GetUnixFileMode(Home.DatabaseFile)));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("ab")]
    public async Task OpenRead_HashThatIsAPath_OpensNothing(string hash)
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => Store.OpenReadAsync(new ArtifactHash(hash), default));

        Assert.Equal($"artifact hash is '{hash}'; it must be 64 lower-case hexadecimal digits.", error.Message);
    }

    [Fact]
    public async Task OpenRead_ArtifactThatIsALink_IsDamagedUntilItIsWrittenAgain()
    {
        var artifact = await WriteAsync();
        var path = Store.PathOf(artifact.Hash);
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        File.Move(path, elsewhere);
        File.CreateSymbolicLink(path, elsewhere);

        var error = await Assert.ThrowsAsync<ArtifactDamagedException>(() => Store.OpenReadAsync(artifact.Hash, default));
        await WriteAsync();

        Assert.Equal($"artifact {artifact.Hash} is a link and no file; the job that made it must run again.", error.Message);
        await using var stream = await Store.OpenReadAsync(artifact.Hash, default);
        Assert.Null(new FileInfo(path).LinkTarget);
    }

    [Fact]
    public async Task Artifacts_FolderThatIsALink_IsNeitherReadWrittenNorSwept()
    {
        var artifact = await WriteAsync();
        var inner = Path.GetDirectoryName(Store.PathOf(artifact.Hash))!;
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        Directory.Move(inner, elsewhere);
        Directory.CreateSymbolicLink(inner, elsewhere);
        var expected = $"artifact folder {inner} is a link; it must be a folder.";

        var read = await Assert.ThrowsAsync<StorageException>(() => Store.OpenReadAsync(artifact.Hash, default));
        var write = await Assert.ThrowsAsync<StorageException>(WriteAsync);
        var swept = Store.Sweep(new HashSet<string>(), apply: true);

        Assert.Equal((expected, expected), (read.Message, write.Message));
        Assert.Equal(0, swept.Count);
        Assert.Single(Directory.GetFiles(elsewhere));
    }

    private Task<JobArtifact> WriteAsync() =>
        Store.WriteAsync("weights", async (stream, stop) => await stream.WriteAsync("abc"u8.ToArray(), stop), default);

    private Task<ExperimentDatabase> OpenAsync() => ExperimentDatabase.OpenSqliteAsync(Home, new ManualTime(), null, default);
}
