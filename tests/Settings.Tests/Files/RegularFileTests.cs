using System.Diagnostics;

namespace Experiments.Settings.Tests;

public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OpenRead_Pipe_RefusedInsteadOfWaitingForAWriter()
    {
        var path = Path.Combine(_folder, "pipe");
        using (var mkfifo = Process.Start("mkfifo", [path]))
        {
            mkfifo.WaitForExit();
        }

        var error = Assert.Throws<NotRegularFileException>(() => RegularFile.OpenRead(path));

        Assert.Equal($"'{path}' is no regular file; it must be one: folders, pipes and devices are not read.", error.Message);
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
}
