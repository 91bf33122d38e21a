using System.Text.Json;
using Experiments.Tests;

namespace Experiments.Client.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-run", "run", "--help")]
    [InlineData("help-plan", "plan", "--help")]
    [InlineData("help-list", "list", "-h")]
    [InlineData("help-show", "show", "--help")]
    [InlineData("help-submit", "submit", "--help")]
    [InlineData("help-diff", "diff", "--help")]
    [InlineData("help-rm", "rm", "--help")]
    [InlineData("help-rename", "rename", "--help")]
    [InlineData("help-work", "work", "--help")]
    [InlineData("help-watch", "watch", "--help")]
    [InlineData("help-workers", "workers", "--help")]
    [InlineData("help-verify", "verify", "--help")]
    [InlineData("help-export", "export", "--help")]
    [InlineData("help-report", "report", "--help")]
    [InlineData("help-query", "query", "--help")]
    [InlineData("help-gc", "gc", "--help")]
    [InlineData("help-cancel", "cancel", "--help")]
    [InlineData("help-resume", "resume", "--help")]
    [InlineData("help-retry", "retry", "--help")]
    [InlineData("help-priority", "priority", "--help")]
    [InlineData("help-quota", "quota", "--help")]
    [InlineData("help-quota-set", "quota", "set", "--help")]
    [InlineData("help-quota-list", "quota", "list", "--help")]
    [InlineData("help-quota-rm", "quota", "rm", "--help")]
    [InlineData("help-models", "models", "--help")]
    [InlineData("help-models-list", "models", "list", "--help")]
    [InlineData("help-models-export", "models", "export", "--help")]
    [InlineData("help-silo", "silo", "--help")]
    [InlineData("help-silo-list", "silo", "list", "--help")]
    [InlineData("help-silo-wanted", "silo", "wanted", "--help")]
    [InlineData("help-silo-drain", "silo", "drain", "--help")]
    [InlineData("help-data", "data", "--help")]
    [InlineData("help-data-list", "data", "list", "--help")]
    public Task Help_AnyVerb_ShowsExamples(string name, params string[] arguments) => CheckAsync(name, 0, arguments);

    [Theory]
    [InlineData("list", "list")]
    [InlineData("list-json", "list", "--json")]
    [InlineData("list-revisions", "list", "szegedy2013")]
    [InlineData("list-revisions-json", "list", "szegedy2013", "--json")]
    [InlineData("diff", "diff", "szegedy2013", "halves")]
    [InlineData("diff-json", "diff", "szegedy2013", "halves", "--json")]
    [InlineData("diff-nothing", "diff", "halves", "halves")]
    [InlineData("rm", "rm", "halves")]
    [InlineData("rm-revision-json", "rm", "halves@1", "--force", "--json")]
    [InlineData("priority", "priority", "halves", "30")]
    [InlineData("priority-json", "priority", "halves", "30", "--json")]
    [InlineData("quota-set", "quota", "set", "ann", "--jobs", "50", "--device-hours", "100")]
    [InlineData("quota-list", "quota", "list")]
    [InlineData("quota-list-json", "quota", "list", "--json")]
    [InlineData("quota-rm", "quota", "rm", "ann")]
    [InlineData("submit-priority", "submit", "study.json", "--priority", "20")]
    [InlineData("rename", "rename", "halves", "thirds")]
    [InlineData("rename-json", "rename", "halves", "thirds", "--json")]
    [InlineData("show-file-that-differs", "show", "differs.json", "--table", "distortion")]
    [InlineData("show-file-of-an-earlier-revision", "show", "earlier.json", "--table", "distortion")]
    [InlineData("report-file-that-differs", "report", "differs.json")]
    [InlineData("submit-changed", "submit", "changed.json")]
    [InlineData("submit-changed-json", "submit", "changed.json", "--json")]
    [InlineData("plan", "plan", "study.json")]
    [InlineData("plan-json", "plan", "study.json", "--json", "--images", "100")]
    [InlineData("plan-images", "plan", "study.json", "--images", "100")]
    [InlineData("plan-warned", "plan", "warned.json", "--quiet")]
    [InlineData("plan-warned-json", "plan", "warned.json", "--json")]
    [InlineData("submit-warned", "submit", "warned.json")]
    [InlineData("submit-warned-json", "submit", "warned.json", "--json")]
    [InlineData("show", "show", "szegedy2013")]
    [InlineData("show-failures", "show", "halves")]
    [InlineData("show-file", "show", "named.json", "--table", "distortion")]
    [InlineData("show-json", "show", "halves", "--json")]
    [InlineData("show-markdown", "show", "halves", "--format", "markdown")]
    [InlineData("show-examples", "show", "szegedy2013", "--table", "examples", "--format", "json")]
    [InlineData("show-no-examples", "show", "halves", "--table", "examples", "--format", "csv")]
    [InlineData("submit", "submit", "study.json")]
    [InlineData("submit-finished", "submit", "finished.json", "--home", "elsewhere")]
    [InlineData("submit-failed", "submit", "failed.json", "--db", "postgres://me:secret@db.lab/experiments")]
    [InlineData("submit-json", "submit", "study.json", "--json", "--images", "5")]
    [InlineData("work-until-idle", "work", "--until-idle", "--slots", "2")]
    [InlineData("work-json", "work", "--until-idle", "--json", "--quiet")]
    [InlineData("watch", "watch", "szegedy2013")]
    [InlineData("watch-json", "watch", "szegedy2013", "--json", "--quiet")]
    [InlineData("silo-list", "silo", "list")]
    [InlineData("silo-wanted", "silo", "wanted")]
    [InlineData("silo-wanted-json", "silo", "wanted", "--json")]
    [InlineData("silo-list-json", "silo", "list", "--json", "--cluster", "lab")]
    [InlineData("silo-drain", "silo", "drain", "gpu1")]
    [InlineData("silo-undrain", "silo", "undrain", "gpu1")]
    [InlineData("workers", "workers")]
    [InlineData("workers-json", "workers", "--all", "--json")]
    [InlineData("verify", "verify", "szegedy2013", "--sample", "12.5%")]
    [InlineData("export", "export", "szegedy2013", "--out", "tables")]
    [InlineData("report", "report", "szegedy2013")]
    [InlineData("report-json", "report", "halves", "--out", "sub/halves.html", "--json")]
    [InlineData("query", "query", "select 1")]
    [InlineData("query-nulls", "query", "select null, null")]
    [InlineData("query-mixed", "query", "select mixed")]
    [InlineData("query-latex", "query", "select 1", "--format", "latex")]
    [InlineData("query-markdown", "query", "select 1", "--format", "markdown")]
    [InlineData("query-csv", "query", "select 1", "--format", "csv", "--rows", "2")]
    [InlineData("query-json", "query", "select 1", "--json", "--seconds", "5")]
    [InlineData("gc", "gc", "--home", "elsewhere")]
    [InlineData("gc-apply", "gc", "--apply")]
    [InlineData("gc-json", "gc", "--json")]
    [InlineData("cancel", "cancel", "szegedy2013")]
    [InlineData("cancel-json", "cancel", "named.json", "--json")]
    [InlineData("resume", "resume", "szegedy2013", "--home", "elsewhere")]
    [InlineData("retry", "retry", "halves", "--failed")]
    [InlineData("retry-nothing", "retry", "szegedy2013", "--failed", "--db", "postgres://me:secret@db.lab/experiments")]
    [InlineData("models-list", "models", "list")]
    [InlineData("models-list-json", "models", "list", "--study", "halves", "--json")]
    [InlineData("data-list", "data", "list")]
    [InlineData("data-list-json", "data", "list", "--json", "--data", "elsewhere")]
    public Task Verb_GoodInput_PrintsAsCheckedIn(string name, params string[] arguments)
    {
        _console.Write("study.json", "{}");
        _console.Write("finished.json", "finished");
        _console.Write("failed.json", "failed");
        _console.Write("warned.json", "warned");
        _console.Write("changed.json", "changed");
        _console.Write("differs.json", "{ \"name\": \"szegedy2013\", \"seed\": 2 }");
        _console.Write("earlier.json", "{ \"name\": \"szegedy2013\", \"title\": \"earlier\" }");
        _console.Write("named.json", "{ /* comment */ \"name\": \"szegedy2013\", }");
        return CheckAsync(name, 0, arguments);
    }

    [Theory]
    [InlineData("bad-verb", "rum", "x.json")]
    [InlineData("bad-none")]
    [InlineData("bad-group", "models")]
    [InlineData("bad-option", "list", "--wide")]
    [InlineData("bad-table", "show", "szegedy2013", "--table", "layers")]
    [InlineData("bad-format", "show", "szegedy2013", "--format", "xml")]
    [InlineData("bad-csv-without-table", "show", "szegedy2013", "--format", "csv")]
    [InlineData("bad-study-missing", "run")]
    [InlineData("bad-images", "run", "broken.json", "--images", "0")]
    [InlineData("bad-workers", "run", "broken.json", "--workers", "two")]
    [InlineData("bad-file", "run", "nowhere/none.json")]
    [InlineData("bad-folder", "run", ".")]
    [InlineData("bad-study", "run", "broken.json")]
    [InlineData("bad-plan", "plan", "broken.json")]
    [InlineData("bad-plan-strict", "plan", "warned.json", "--strict")]
    [InlineData("bad-submit-strict", "submit", "warned.json", "--strict")]
    [InlineData("bad-run-strict", "run", "warned.json", "--strict")]
    [InlineData("bad-name", "show", "nobody")]
    [InlineData("bad-name-examples", "show", "nobody", "--table", "examples", "--format", "json")]
    [InlineData("bad-show-file", "show", "none.json")]
    [InlineData("bad-show-json", "show", "cut.json")]
    [InlineData("bad-show-nameless", "show", "nameless.json")]
    [InlineData("bad-model", "models", "export", "FC7", "out.safetensors")]
    [InlineData("bad-export-exists", "models", "export", "FC10(1e-4)", "broken.json")]
    [InlineData("bad-export-folder", "models", "export", "FC10(1e-4)", ".")]
    [InlineData("bad-export-nowhere", "models", "export", "FC10(1e-4)", "nowhere/x.safetensors")]
    [InlineData("bad-sample", "verify", "szegedy2013", "--sample", "0%")]
    [InlineData("bad-report-folder", "report", "szegedy2013", "--out", ".")]
    [InlineData("bad-report-study", "report", "nothing")]
    [InlineData("bad-out", "export", "szegedy2013", "--out", "broken.json")]
    [InlineData("bad-out-missing", "export", "szegedy2013")]
    [InlineData("bad-query", "query", "delete from studies")]
    [InlineData("bad-query-ends-early", "query", "select broken", "--format", "csv")]
    [InlineData("bad-query-ends-early-text", "query", "select broken")]
    [InlineData("bad-query-format", "query", "select 1", "--format", "xml")]
    [InlineData("bad-silo", "silo", "drain", "nobody")]
    [InlineData("bad-watch", "watch", "nobody")]
    [InlineData("bad-cancel", "cancel", "nobody")]
    [InlineData("bad-cancel-revision", "cancel", "halves@1")]
    [InlineData("bad-watch-revision", "watch", "halves@1")]
    [InlineData("bad-rm", "rm", "szegedy2013")]
    [InlineData("bad-diff", "diff", "halves")]
    [InlineData("bad-retry", "retry", "halves")]
    [InlineData("bad-slots", "work", "--slots", "0")]
    [InlineData("bad-lease", "work", "--lease", "0.5")]
    [InlineData("bad-place-of-connection", "list", "postgres://me:secret-word@db.lab/experiments")]
    [InlineData("bad-option-with-connection", "list", "--dp=Host=db.lab;Database=x;Password=secret-word")]
    [InlineData("bad-home-url", "list", "--home", "postgres://me:pw@db.lab/experiments")]
    [InlineData("bad-other-spelling-of-connection", "submit", "postgresql+psycopg://me:pw@db.lab/experiments")]
    [InlineData("bad-lost-slash-of-connection", "submit", "postgres:/me:p/w@db.lab/experiments")]
    [InlineData("bad-file-with-connection", "submit", "postgres://me:secret-word@db.lab/experiments")]
    [InlineData("bad-encoding", "run", "latin1.json")]
    [InlineData("bad-priority", "priority", "halves", "0")]
    [InlineData("bad-priority-option", "submit", "broken.json", "--priority", "101")]
    [InlineData("bad-priority-study", "priority", "nobody", "5")]
    [InlineData("bad-quota", "quota", "set", "ann")]
    [InlineData("bad-quota-hours", "quota", "set", "ann", "--device-hours", "-1")]
    [InlineData("bad-quota-user", "quota", "rm", "nobody")]
    public Task Verb_BadInput_SaysWhatAndEndsWith2(string name, params string[] arguments)
    {
        _console.Write("broken.json", "broken");
        _console.Write("warned.json", "warned");
        _console.Write("cut.json", "{\n  \"name\": \"x\",\n  \"models\": [}\n");
        _console.Write("nameless.json", "[]");
        File.WriteAllBytes(Path.Combine(_console.Folder, "latin1.json"), [(byte)'"', 0xE9, (byte)'"']);
        return CheckAsync(name, ExitCode.BadInput, arguments);
    }

    [Theory]
    [InlineData("plan", "/dev/zero")]
    [InlineData("run", "/dev/null")]
    [InlineData("submit", "pipe.json")]
    [InlineData("show", "./pipe.json")]
    public async Task Verb_StudyThatIsNoRegularFile_IsNotOpened(string verb, string path)
    {
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_console.Folder, "pipe.json")]))
        {
            await mkfifo.WaitForExitAsync();
        }

        var code = await _console.RunAsync(verb, path);

        Assert.Equal(
            (ExitCode.BadInput, $"error: study file is '{path}', a pipe or a device; it must be a regular file, or - for the standard "
                + "input.\n"),
            (code, _console.Error.ToString()));
    }

    [Fact]
    public async Task Verb_StudyOfMoreThanSixteenMegabytes_IsNotReadOn()
    {
        _console.Write("large.json", new string(' ', (16 << 20) + 1));

        var code = await _console.RunAsync("plan", "large.json");

        Assert.Equal(
            (ExitCode.BadInput, "error: study file 'large.json' has more than 16777216 bytes; it must have at most 16777216.\n"),
            (code, _console.Error.ToString()));
    }

    [Fact]
    public async Task Show_StudyWhoseNameIsNearlyOneThatIsThere_SaysWhichMayBeMeant()
    {
        var code = await _console.RunAsync("show", "szegedy2014");

        Assert.Equal(
            (ExitCode.BadInput, "error: study is 'szegedy2014'; it must be one of those submitted: szegedy2013, halves. Did you mean "
                + "'szegedy2013'?\n"),
            (code, _console.Error.ToString()));
    }

    [Fact]
    public void Document_HasTheCodesAndStatesOfTheProgram()
    {
        var text = File.ReadAllText(Testing.Repository.PathOf("docs/exit-codes.md"));

        Assert.All(ExitCode.All, line => Assert.Contains($"\n| {line.Code} | {line.Meaning} |\n", text, StringComparison.Ordinal));
        Assert.All(
            Enum.GetValues<Contracts.StudyState>(),
            state => Assert.Contains($"\n| {ClientTables.State(state)} | ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unexpected_WithoutVerbose_IsOneLineAnd70()
    {
        _console.Write("x.json", "crash");

        Assert.Equal(ExitCode.Unexpected, await _console.RunAsync("run", "x.json"));
        Assert.Equal(
            "error: InvalidOperationException: disk image is malformed (--verbose shows the details)\n", _console.Error.ToString());
        Assert.True(_console.Closed);
    }

    [Fact]
    public async Task Unexpected_WithVerbose_HasTheStack()
    {
        _console.Write("x.json", "crash");

        Assert.Equal(ExitCode.Unexpected, await _console.RunAsync("run", "x.json", "--verbose"));
        Assert.Contains("  second line\n     at ", _console.Error.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_OptionThenEnvironmentThenDefault_Wins()
    {
        await _console.RunAsync("list");
        Assert.Equal(Path.Combine(_console.Folder, ".experiments"), _console.Opened!.Home);

        _console.SetEnvironment("EXPERIMENTS_HOME", "elsewhere");
        await _console.RunAsync("list");
        Assert.Equal(Path.Combine(_console.Folder, "elsewhere"), _console.Opened!.Home);

        await _console.RunAsync("list", "--home", "here");
        Assert.Equal(Path.Combine(_console.Folder, "here"), _console.Opened!.Home);
    }

    [Fact]
    public async Task Database_OptionThenEnvironmentThenHome_Wins()
    {
        await _console.RunAsync("list");
        Assert.Null(_console.Opened!.Database);

        _console.SetEnvironment("EXPERIMENTS_DB", "Host=db.lab;Database=a;Password=secret");
        await _console.RunAsync("list", "--home", "here");
        Assert.Equal("Host=db.lab;Database=a;Password=secret", _console.Opened!.Database!.Value);

        await _console.RunAsync("list", "--db", "postgres://db.lab/b");
        Assert.Equal("postgres://db.lab/b", _console.Opened!.Database!.Value);
        Assert.DoesNotContain("db.lab", _console.Opened.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_Interrupted_SaysWhatItDidAndEndsWith130()
    {
        using var interrupt = new CancellationTokenSource();
        var run = _console.RunAsync(interrupt.Token, "work");
        await _console.Service.Started.Task;

        await interrupt.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.Equal("7 jobs done here, 0 failed meanwhile, 2 given back.\n", _console.Out.ToString());
        Assert.True(_console.Closed);
    }

    [Fact]
    public async Task Watch_Interrupted_SaysThatTheStudyGoesOn()
    {
        using var interrupt = new CancellationTokenSource();
        var run = _console.RunAsync(interrupt.Token, "watch", "endless", "--quiet");
        await _console.Service.Started.Task;

        await interrupt.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.Equal("left; the study goes on where it runs, and so does: experiments watch endless\n", _console.Error.ToString());
    }

    [Fact]
    public Task Watch_FinishedWithFailures_NamesThemAndEndsWith1() =>
        CheckAsync("watch-failures", ExitCode.Incomplete, "watch", "halves", "--quiet");

    [Fact]
    public Task Watch_Cancelled_IsNotFinishedAndEndsWith1() =>
        CheckAsync("watch-cancelled", ExitCode.Incomplete, "watch", "stopped", "--quiet");

    [Fact]
    public Task Verify_Difference_IsToldWithBothValuesAndEndsWith1() =>
        CheckAsync("verify-difference", ExitCode.Incomplete, "verify", "halves");

    [Fact]
    public Task Verify_DifferenceAsJson_EndsWith1() =>
        CheckAsync("verify-json", ExitCode.Incomplete, "verify", "halves", "--json", "--quiet");

    [Fact]
    public Task Workers_None_SaysHowToStartOne()
    {
        _console.Service.Workers = [];
        return CheckAsync("workers-none", 0, "workers", "--db", "postgres://me:secret@db.lab/experiments");
    }

    [Fact]
    public async Task Export_Twice_ReplacesTheFilesWithTheSameBytes()
    {
        await _console.RunAsync("export", "szegedy2013", "--out", "tables");
        var folder = Path.Combine(_console.Folder, "tables");
        var first = Directory.GetFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)))
            .ToList();

        await _console.RunAsync("export", "szegedy2013", "--out", "tables");

        Assert.Equal(first, Directory.GetFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file))));
        Assert.Equal(
            [
                "distortion.csv", "distortion.json", "distortion.tex", "errors.csv", "errors.json", "errors.tex", "examples.csv",
                "examples.json", "examples.tex", "models.csv", "models.json", "models.tex", "transfer.csv", "transfer.json", "transfer.tex"
            ],
            first.Select(f => f.Item1));
        await _console.RunAsync("show", "szegedy2013", "--table", "examples", "--format", "csv");
        Assert.EndsWith(first.Single(f => f.Item1 == "examples.csv").Item2, _console.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_JobsFailedMeanwhile_EndsWith1() =>
        Assert.Equal(ExitCode.Incomplete, await _console.RunAsync("work", "--until-idle", "--slots", "3"));

    [Fact]
    public async Task Settings_AllOptions_ReachTheEngine()
    {
        await _console.RunAsync("--data", "d", "list", "--quiet", "--json", "--no-color", "--verbose");

        Assert.Equal(
            new ClientSettings(
                Path.Combine(_console.Folder, ".experiments"), Path.Combine(_console.Folder, "d"), Quiet: true, Json: true, Colour: false,
                Verbose: true),
            _console.Opened);
    }

    [Theory]
    [InlineData(true, "", true)]
    [InlineData(true, "1", false)]
    [InlineData(false, "", false)]
    public async Task Show_ColourOnlyInATerminalThatWantsIt(bool terminal, string noColour, bool coloured)
    {
        _console.IsTerminal = terminal;
        _console.SetEnvironment("NO_COLOR", noColour);

        await _console.RunAsync("show", "szegedy2013");

        Assert.Equal(coloured, _console.Out.ToString().Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_Colours_ChangeNoText()
    {
        await _console.RunAsync("show", "halves");
        var plain = _console.Out.ToString();
        _console.Out.GetStringBuilder().Clear();
        _console.IsTerminal = true;

        await _console.RunAsync("show", "halves");

        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(_console.Out.ToString(), "\u001b\\[[0-9;]*m", ""));
    }

    [Fact]
    public async Task Export_GoodModel_WritesItsBytes()
    {
        var code = await _console.RunAsync("models", "export", "FC10(1e-4)", "out.safetensors");

        Assert.Equal("exit code 0\n--- out\nFC10(1e-4): 31,400 bytes in out.safetensors\n--- error\n", _console.Transcript(code));
        Assert.Equal(FakeStudies.WeightBytes, new FileInfo(Path.Combine(_console.Folder, "out.safetensors")).Length);
        Assert.Single(Directory.GetFiles(_console.Folder));
    }

    [Fact]
    public async Task Export_ExistingFileWithForce_IsReplaced()
    {
        _console.Write("out.safetensors", "old");

        var code = await _console.RunAsync("models", "export", "FC10(1e-4)", "out.safetensors", "--force", "--json");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(FakeStudies.WeightBytes, new FileInfo(Path.Combine(_console.Folder, "out.safetensors")).Length);
        using var json = JsonDocument.Parse(_console.Out.ToString());
        Assert.Equal(FakeStudies.WeightBytes, json.RootElement.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Export_ExistingFileWithoutForce_IsKept()
    {
        _console.Write("out.safetensors", "old");

        Assert.Equal(ExitCode.BadInput, await _console.RunAsync("models", "export", "FC10(1e-4)", "out.safetensors"));
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(_console.Folder, "out.safetensors")));
    }

    private async Task CheckAsync(string name, int expectedCode, params string[] arguments)
    {
        var code = await _console.RunAsync(arguments);

        Golden.Check($"$ experiments {string.Join(' ', arguments)}\n{_console.Transcript(code)}", name);
        Assert.Equal(expectedCode, code);
    }
}
