using System.Text;

namespace Experiments.Client.Tests;

/// <summary>Files and streams that cannot be used: one line and the code of bad input, as for a database.</summary>
public sealed class StreamFaultTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--json")]
    [InlineData("show", "szegedy2013")]
    [InlineData("query", "select 1", "--format", "csv")]
    [InlineData("--help")]
    public async Task Results_OnAFullDisk_AreOneLineAnd2(params string[] arguments)
    {
        using var console = new TestConsole { BrokenOut = new FullStream() };

        var code = await console.RunAsync(arguments);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Equal("error: standard output cannot be written: No space left on device\n", console.Error.ToString());
    }

    [Fact]
    public async Task Messages_OnAFullDisk_StopNoWorkAndChangeNoCode()
    {
        using var console = new TestConsole { BrokenError = new FullStream() };
        console.Write("x.json", "{}");
        console.Write("broken.json", "broken");

        Assert.Equal(ExitCode.Done, await console.RunAsync("run", "x.json"));
        Assert.Equal(ExitCode.BadInput, await console.RunAsync("run", "broken.json"));
    }

    [Theory]
    [InlineData("export", "szegedy2013", "--out", "file/tables")]
    [InlineData("report", "szegedy2013", "--out", "file/x.html")]
    [InlineData("run", "x.json", "--home", "file")]
    public async Task Files_BelowAFile_AreOneLineAnd2(params string[] arguments)
    {
        _console.Write("file", "no folder");
        _console.Write("x.json", "{}");

        var code = await _console.RunAsync([.. arguments, "--quiet"]);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Matches("^error: [^\n]*file[^\n]*\n$", _console.Error.ToString());
    }

    private sealed class FullStream : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }
}
