namespace Experiments.Faults.Tests;

/// <summary>A home folder that its reader may not write to: an archive, a colleague's, a mounted snapshot.</summary>
public sealed class ReadOnlyHomeTests : IDisposable
{
    private const UnixFileMode MayRead = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    // Root may write to anything, unless it gives that right away.
    private static readonly string[] Reader =
        Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] : [];

    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-read-only-").FullName;

    private string Home => Path.Combine(_folder, ".experiments");

    public void Dispose()
    {
        SetModes(MayRead | UnixFileMode.UserWrite);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Home_ThatMayNotBeWritten_IsListedShownQueriedExportedAndReported()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "study.json"), FaultStudies.Small.Text);
        await File.WriteAllTextAsync(Path.Combine(_folder, "other.json"), FaultStudies.Networks.Text);
        var expected = await RunAsync([], 0, "run", "study.json", "--quiet");
        SetModes(MayRead);

        Assert.Contains("small", await RunAsync(Reader, 0, "list"), StringComparison.Ordinal);
        Assert.StartsWith(await RunAsync(Reader, 0, "show", "small"), expected, StringComparison.Ordinal);
        Assert.Equal("name\nsmall\n", await RunAsync(Reader, 0, "query", "SELECT name FROM studies", "--format", "csv"));
        Assert.Contains("files in", await RunAsync(Reader, 0, "export", "small", "--out", "tables"), StringComparison.Ordinal);
        Assert.Contains("report in", await RunAsync(Reader, 0, "report", "small", "--out", "small.html"), StringComparison.Ordinal);
        Assert.Contains("small: 0 of 9 jobs to run", await RunAsync(Reader, 0, "plan", "study.json"), StringComparison.Ordinal);
        Assert.Contains("linear", await RunAsync(Reader, 0, "models", "list"), StringComparison.Ordinal);
        Assert.Contains(
            "cannot be written; its file and folder must be writable.", await RunAsync(Reader, null, "submit", "other.json"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("gc")]
    [InlineData("cancel", "small")]
    [InlineData("workers")]
    [InlineData("watch", "small")]
    public async Task MistypedHome_OfAVerbThatMakesNone_IsAnErrorAndMakesNothing(params string[] verb)
    {
        var error = await RunAsync([], 2, [.. verb, "--home", "mistyped"]);

        var home = Path.Combine(_folder, "mistyped");
        Assert.Contains(
            $"home is {home}, which has no experiments.db; it must be a folder that a study was run or submitted in.", error,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(home));
    }

    private async Task<string> RunAsync(string[] shell, int? code, params string[] arguments)
    {
        await using var client = ClientProcess.Start(_folder, database: null, shell, [], arguments);
        var actual = await client.ExitAsync();
        Assert.True(
            code is null ? actual != 0 : actual == code,
            $"{string.Join(' ', arguments)} ended with {actual}: {client.Error}{client.Output}");
        return actual == 0 ? client.Output : client.Error;
    }

    private void SetModes(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(Home))
        {
            foreach (var path in Directory.GetFileSystemEntries(Home, "*", SearchOption.AllDirectories).Append(Home))
            {
                File.SetUnixFileMode(path, mode);
            }
        }
    }
}
