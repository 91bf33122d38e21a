using System.Diagnostics;

namespace Experiments.Settings.Tests;

public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OpenRead_Pipe_RefusedInsteadOfWaitingForAWriter()
    {
        var path = MakePipe();

        var error = Assert.Throws<NotRegularFileException>(() => RegularFile.OpenRead(path));

        Assert.Equal($"'{path}' is no regular file; it must be one: folders, pipes and devices are not read.", error.Message);
    }

    [Fact]
    public void OpenHandle_PipeThatCameAfterTheLook_RefusedInsteadOfWaitingForAWriter() =>
        Assert.Throws<NotRegularFileException>(() => RegularFile.OpenHandle(MakePipe(), followLinks: true));

    [Fact]
    public void OpenHandle_DeviceOrFolderThatCameAfterTheLook_Refused() => Assert.All(
        (string[])["/dev/zero", "/"],
        path => Assert.Throws<NotRegularFileException>(() => RegularFile.OpenHandle(path, followLinks: true)));

    [Fact]
    public void OpenHandle_LinkThatCameAfterTheLook_IsFollowedOnlyWhereLinksAre()
    {
        var (file, link) = (Path.Combine(_folder, "file"), Path.Combine(_folder, "link"));
        File.WriteAllText(file, "text");
        File.CreateSymbolicLink(link, file);

        using var followed = RegularFile.OpenHandle(link, followLinks: true);

        Assert.Throws<NotRegularFileException>(() => RegularFile.OpenHandle(link, followLinks: false));
        Assert.Throws<NotRegularFileException>(() => RegularFile.OpenRead(link, followLinks: false));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/")]
    public void ReadAll_DeviceOrFolder_Refused(string path) =>
        Assert.Contains(
            "is no regular file", Assert.Throws<NotRegularFileException>(() => RegularFile.ReadAll(path, 10)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ReadAll_FileThatStatesNoLength_IsReadToItsEnd() =>
        Assert.NotEmpty(RegularFile.ReadAll("/proc/self/status", 1 << 20)!);

    [Fact]
    public void ReadAll_FileThatStatesNoLengthAndHasMoreBytes_IsNotReadOn() => Assert.Null(RegularFile.ReadAll("/proc/self/status", 100));

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void ReadAll_Limit_IsTheMost(int mostBytes, bool fits)
    {
        var path = Path.Combine(_folder, "five");
        File.WriteAllBytes(path, [1, 2, 3, 4, 5]);

        Assert.Equal(fits ? [1, 2, 3, 4, 5] : null, RegularFile.ReadAll(path, mostBytes));
    }

    [Fact]
    public void OpenRead_NoFile_SaysSoAsTheSystemDoes() =>
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(Path.Combine(_folder, "none")));

    [Fact]
    public void OpenRead_NoFolder_SaysSoAsTheSystemDoes() =>
        Assert.Throws<DirectoryNotFoundException>(() => RegularFile.OpenRead(Path.Combine(_folder, "none", "none")));

    private string MakePipe()
    {
        var path = Path.Combine(_folder, "pipe");
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        return path;
    }
}
