using System.Text.Json;
using Experiments.Tests;

namespace Experiments.Client.Tests;

public sealed class RunVerbTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("run-new", "{}", 0)]
    [InlineData("run-finished", "finished", 0)]
    [InlineData("run-failing", "failing", 1)]
    [InlineData("run-cancelled", "stopped", 1)]
    [InlineData("run-warned", "warned", 0)]
    [InlineData("run-changed", "changed", 0)]
    public async Task Run_Study_PrintsProgressTablesPicturesAndTime(string name, string text, int expectedCode)
    {
        _console.Write("x.json", text);

        var code = await _console.RunAsync("run", "x.json");

        Golden.Check(_console.Transcript(code), name);
        Assert.Equal(expectedCode, code);
        Assert.True(_console.Closed);
    }

    [Fact]
    public async Task Run_Options_ReachTheService()
    {
        _console.Write("x.json", "{}");

        await _console.RunAsync("run", "x.json", "--images", "100", "--workers", "3");

        Assert.Equal(["submit x.json images 100 by me@here replace False", "run szegedy2013 workers 3"], _console.Service.Calls.Take(2));
    }

    [Fact]
    public async Task Run_Replace_ReachesTheServiceWithWhoAsks()
    {
        _console.Write("x.json", "{}");

        await _console.RunAsync("run", "x.json", "--replace");

        Assert.Equal("submit x.json images all by me@here replace True", _console.Service.Calls[0]);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    [InlineData("submit")]
    public async Task Verb_StudyOnTheStandardInput_IsRead(string verb)
    {
        _console.Input = "broken";

        var code = await _console.RunAsync(verb, "-");

        Assert.Equal(2, code);
        Assert.StartsWith("standard input:3:14: models[0].training.epochs", _console.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SetTwice_ReachesTheServiceInOrder()
    {
        _console.Input = "{}";

        await _console.RunAsync("run", "-", "--set", "models.A.seed=3", "--set", "title=a trial = one");

        Assert.Equal(
            "submit standard input images all set models.A.seed=3 set title=a trial = one by me@here replace False",
            _console.Service.Calls[0]);
    }

    [Fact]
    public async Task Run_EverythingDone_StartsNoEngine()
    {
        _console.Write("x.json", "finished");

        await _console.RunAsync("run", "x.json");

        Assert.DoesNotContain(_console.Service.Calls, call => call.StartsWith("run", StringComparison.Ordinal));
        Assert.Equal("", _console.Error.ToString());
    }

    [Fact]
    public async Task Run_Quiet_WritesNothingButResults()
    {
        _console.Write("x.json", "{}");

        await _console.RunAsync("run", "x.json", "--quiet");

        Assert.Equal("", _console.Error.ToString());
        Assert.StartsWith("szegedy2013: Intriguing", _console.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_IsOneObjectWithTheTables()
    {
        _console.Write("x.json", "failing");

        var code = await _console.RunAsync("run", "x.json", "--json");

        using var json = JsonDocument.Parse(_console.Out.ToString());
        Assert.Equal(ExitCode.Incomplete, code);
        Assert.Equal(
            [
                "study", "title", "revision", "jobChanges", "settingChanges", "jobs", "doneBefore", "done", "failed", "cancelled", "state",
                "elapsedSeconds", "warnings", "distortion", "errors", "models", "transfer", "failures", "pictures", "report"
            ],
            json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(42, json.RootElement.GetProperty("elapsedSeconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("title").ValueKind);
        Assert.Equal(3, json.RootElement.GetProperty("failures")[0].GetProperty("attempts").GetInt32());
        Assert.True(File.Exists(json.RootElement.GetProperty("report").GetString()));
        Assert.All(
            json.RootElement.GetProperty("pictures").EnumerateArray(), p => Assert.True(File.Exists(p.GetProperty("file").GetString())));
    }

    [Fact]
    public async Task Run_EverySetAndLayer_HasItsPicture()
    {
        _console.Write("x.json", "{}");

        await _console.RunAsync("run", "x.json", "--home", "h");

        var files = Directory.GetFiles(Path.Combine(_console.Folder, "h", "pictures", "szegedy2013")).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "table2-AE400-10-lbfgs.png", "table2-FC100-100-10-lbfgs.png", "table2-FC10_1-lbfgs.png", "table2-FC10_1e-2-lbfgs.png",
                "table2-FC10_1e-4-lbfgs.png", "table2-FC200-200-10-lbfgs.png", "table2-noise-0.1.png", "table2-noise-0.3.png",
                "units-FC100-100-10-layer-1.png",
            ], files);
        Assert.Contains("pictures table2 FC10(1e-4) lbfgs 10", _console.Service.Calls);
        Assert.Contains("units 10", _console.Service.Calls);
    }

    [Fact]
    public async Task Run_Interrupted_SaysHowToGoOnAndEndsWith130()
    {
        _console.Write("x.json", "endless");
        using var interrupt = new CancellationTokenSource();

        var run = _console.RunAsync(interrupt.Token, "run", "x.json", "--quiet");
        await _console.Service.Started.Task;
        await interrupt.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.Equal("interrupted: 34 of 120 jobs are done and kept; run it again to go on.\n", _console.Error.ToString());
        Assert.Equal("", _console.Out.ToString());
        Assert.True(_console.Closed);
    }

    [Theory]
    [InlineData("run", "x.json")]
    [InlineData("watch", "szegedy2013")]
    public async Task RunAndWatch_SomethingToWaitFor_IsSaidAlsoWithQuiet(string verb, string study)
    {
        _console.Write("x.json", "{}");
        _console.Service.Trouble = "waiting for the database: it\nis away";

        Assert.Equal(0, await _console.RunAsync(verb, study, "--quiet"));

        Assert.Equal("waiting for the database: it is away\n", _console.Error.ToString());
    }

    [Fact]
    public async Task Run_SomethingToWaitForInATerminal_StaysAboveTheLiveView()
    {
        _console.Write("x.json", "{}");
        _console.IsTerminal = true;
        _console.Service.Trouble = "waiting for the database: it is away";

        Assert.Equal(0, await _console.RunAsync("run", "x.json"));

        Assert.Contains("waiting for the database: it is away", _console.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InATerminal_ShowsALiveViewAndTakesItAway()
    {
        _console.Write("x.json", "endless");
        _console.IsTerminal = true;
        using var interrupt = new CancellationTokenSource();

        var run = _console.RunAsync(interrupt.Token, "run", "x.json");
        await _console.Service.Started.Task;
        await interrupt.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.EndsWith("run it again to go on.\n", _console.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u001b[?25l", _console.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u001b[?25h", _console.Error.ToString(), StringComparison.Ordinal);
    }
}
