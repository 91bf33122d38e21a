using System.Security.Cryptography;
using Experiments.Contracts;
using Microsoft.Data.Sqlite;

namespace Experiments.Client.Tests;

/// <summary>A home that somebody else may have written: the real engine on a database and artifacts that were tampered with.</summary>
public sealed class UntrustedHomeTests : IDisposable
{
    private const string Study = """
        {
          "name": "tiny", "title": "A\u001b[2J\u202e title\nAll 9 jobs were done.", "seed": 7,
          "data": {
            "train": { "dataset": "mnist", "slice": "test[0..200)" },
            "attacked": { "dataset": "mnist", "slice": "test[900..904)" }
          },
          "models": [
            { "name": "linear", "architecture": { "type": "softmax" }, "training": { "epochs": 1 },
              "trainOn": "train", "evaluateOn": ["train"] }
          ],
          "attacks": [ { "name": "pgd", "type": "pgd", "steps": 2 } ],
          "transfers": [
            { "name": "t", "images": "attacked", "sources": ["linear"], "attacks": ["pgd"], "victims": ["linear"] }
          ]
        }
        """;

    // Only a test that fails waits so long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TestConsole _console = new() { Open = Engines.OpenAsync, Width = 140 };

    private string Home => Path.Combine(_console.Folder, ".experiments");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _console.Dispose();
    }

    [Fact]
    public async Task Run_TruncatedArtifactsOfAFinishedStudy_AreMadeAgain()
    {
        await FinishAsync();
        var before = Artifacts();
        foreach (var file in before)
        {
            await File.WriteAllBytesAsync(file, [1, 2, 3]);
        }

        Assert.Equal(ExitCode.Done, await RunAsync("run", "tiny.json"));

        Assert.StartsWith("warning: artifact ", Errors()[0], StringComparison.Ordinal);
        RequireReadable(before);
    }

    [Fact]
    public async Task Run_ArtifactsThatAreLinks_AreNotReadAndMadeAgain()
    {
        await FinishAsync();
        var before = Artifacts();
        foreach (var file in before)
        {
            File.Move(file, $"{file}.elsewhere");
            File.CreateSymbolicLink(file, $"{file}.elsewhere");
        }

        Assert.Equal(ExitCode.Done, await RunAsync("run", "tiny.json"));

        Assert.Contains(Errors(), line => line.Contains("is a link and no file", StringComparison.Ordinal));
        RequireReadable(before);
    }

    [Theory]
    [InlineData("run", "tiny.json")]
    [InlineData("models", "export", "linear", "out.safetensors")]
    public async Task Read_HashThatIsAPath_IsOneLineThatNamesTheRow(params string[] arguments)
    {
        await FinishAsync();
        Execute(
            "UPDATE OR IGNORE artifacts SET hash = '/etc/passwd'; UPDATE OR IGNORE job_artifacts SET hash = '/etc/passwd'; "
                + "UPDATE models SET weights = '/etc/passwd'");

        Assert.Equal(ExitCode.BadInput, await RunAsync(arguments));

        var line = Assert.Single(Errors());
        Assert.Matches(
            "^error: the database has a row that this program did not write \\(job '[0-9a-f]{64}'\\): artifact hash is '/etc/passwd'; "
                + "it must be 64 lower-case hexadecimal digits\\.$", line);
    }

    [Theory]
    [InlineData("{", "it is no JSON")]
    [InlineData("[1]", "it is JSON, but no object")]
    [InlineData("{\"name\":1,\"name\":2}", "it is no JSON")]
    public async Task Show_DefinitionThatIsNone_IsOneLineThatNamesTheRowAndListGoesOn(string definition, string why)
    {
        await FinishAsync();
        Execute($"UPDATE studies SET definition = '{definition}'");

        Assert.Equal(ExitCode.BadInput, await RunAsync("show", "tiny"));

        Assert.StartsWith(
            $"error: the database has a definition of study 'tiny@1' that this program did not write: {why}", Assert.Single(Errors()),
            StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await RunAsync("list"));
    }

    [Theory]
    [InlineData("run", "tiny.json")]
    [InlineData("work", "--until-idle", "--quiet")]
    public async Task Run_SettingsOfOneJobThatAreNoJson_FailsThatJobAndRunsTheOthers(params string[] arguments)
    {
        await FinishAsync();
        Execute(
            "CREATE TEMP TABLE last AS SELECT key FROM jobs WHERE kind IN ('errors', 'evaluate') "
                + "AND key NOT IN (SELECT input FROM job_inputs); "
                + "UPDATE jobs SET state = 'ready', missing_inputs = 0, finished_at = NULL WHERE key IN (SELECT key FROM last); "
                + "UPDATE jobs SET settings = 'no JSON' WHERE kind = 'errors'; DELETE FROM model_errors; "
                + "DELETE FROM transfer_cells WHERE job IN (SELECT key FROM last); "
                + "DELETE FROM verdict_blocks WHERE job IN (SELECT key FROM last)");

        Assert.Equal(ExitCode.Incomplete, await RunAsync(arguments));

        Assert.Matches(
            "a job that nobody can run has failed: the database has a row that this program did not write \\(key '[0-9a-f]{64}'\\)",
            Assert.Single(Errors()));
        Assert.Equal(ExitCode.Done, await RunAsync("query", "SELECT COUNT(*) AS n FROM jobs WHERE state <> 'done'", "--format", "csv"));
        Assert.Equal("n\r\n1\r\n", Output());
        await RunAsync("show", "tiny");
        Assert.Contains("this program did not write", Output(), StringComparison.Ordinal);
    }

    /// <summary>Results of other settings would have stood under the key, where every study that names it takes them for its own.</summary>
    [Fact]
    public async Task Run_SettingsThatAreNotThoseOfTheKey_FailsThatJobForGood()
    {
        await FinishAsync();
        Execute("UPDATE jobs SET state = 'ready', settings = replace(settings, '\"steps\":2', '\"steps\":3') WHERE kind = 'craft'");

        Assert.Equal(ExitCode.Incomplete, await RunAsync("work", "--until-idle", "--quiet"));

        await RunAsync("show", "tiny");
        Assert.Contains("its settings or inputs are not those that the key was made of", Output(), StringComparison.Ordinal);
        await RunAsync("query", "SELECT DISTINCT state FROM jobs WHERE kind = 'craft'", "--format", "csv");
        Assert.Equal("state\r\nfailed\r\n", Output());
    }

    [Fact]
    public async Task Verify_SettingsThatAreNoJson_IsOneLineThatNamesTheRow()
    {
        await FinishAsync();
        Execute("UPDATE jobs SET settings = 'no JSON'");

        Assert.Equal(ExitCode.BadInput, await RunAsync("verify", "tiny"));

        Assert.Matches(
            "^error: the database has a row that this program did not write \\(key '[0-9a-f]{64}'\\): settings is no JSON: ",
            Assert.Single(Errors()));
    }

    [Fact]
    public async Task Run_JobOfAnUnknownKind_IsShownAndWaitedForByNobody()
    {
        await FinishAsync();
        Execute("UPDATE jobs SET kind = 'gradcam', version = 3, state = 'ready' WHERE kind = 'errors'");

        Assert.Equal(ExitCode.Incomplete, await RunAsync("run", "tiny.json"));
        Assert.Contains("1 of a kind that this program does not know (gradcam version 3)", Output(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Incomplete, await RunAsync("watch", "tiny"));
        Assert.Contains("tiny: with jobs of an unknown kind, ", Output(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await RunAsync("work", "--until-idle", "--quiet"));
        Assert.Equal(ExitCode.Done, await RunAsync("list"));
        Assert.Contains("with jobs of an unknown kind", Output(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_LargeJobOfAnUnknownKind_IsNotLeftToOthersForItsSize()
    {
        await FinishAsync();
        Execute("UPDATE jobs SET kind = 'gradcam', version = 3, state = 'ready', memory_bytes = 1000000000000000 WHERE kind = 'errors'");

        Assert.Equal(ExitCode.Done, await RunAsync("work", "--until-idle"));

        Assert.DoesNotContain("left to other workers", $"{Output()}{_console.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TitleWithEscapesAndLines_ForgesNoOutput()
    {
        await FinishAsync();
        foreach (var arguments in (string[][])
            [["list"], ["list", "--json"], ["show", "tiny"], ["show", "tiny", "--json"], ["query", "SELECT title, definition FROM studies"],
                ["query", "SELECT title FROM studies", "--format", "csv"]])
        {
            await RunAsync(arguments);

            var output = Output();
            Assert.True(
                VisibleText.IsVisible(output.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)),
                $"{arguments[0]}: {output}");
            Assert.DoesNotContain("\nAll 9 jobs were done.", output, StringComparison.Ordinal);
        }
    }

    private async Task FinishAsync()
    {
        _console.Write("tiny.json", Study);
        Assert.Equal((ExitCode.Done, ""), (await RunAsync("run", "tiny.json", "--quiet"), _console.Error.ToString()));
    }

    private async Task<int> RunAsync(params string[] arguments)
    {
        _console.Out.GetStringBuilder().Clear();
        _console.Error.GetStringBuilder().Clear();
        using var patience = new CancellationTokenSource(Patience);
        string[] quiet = arguments[0] is "run" or "verify" && !arguments.Contains("--quiet") ? ["--quiet"] : [];
        return await _console.RunAsync(patience.Token, [.. arguments, .. quiet, "--data", SharedServer.DataFolder]);
    }

    private string Output() => _console.Out.ToString();

    private string[] Errors() => _console.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private List<string> Artifacts() =>
        [.. Directory.EnumerateFiles(Path.Combine(Home, "artifacts"), "*", SearchOption.AllDirectories)];

    /// <summary>What pictures and reports read is whole again; weights that nobody read may wait for a reader.</summary>
    private static void RequireReadable(List<string> files)
    {
        var whole = files.Where(file => new FileInfo(file).LinkTarget is null
            && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) == Path.GetFileName(file));
        Assert.NotEmpty(whole);
    }

    private void Execute(string sql)
    {
        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Home, "experiments.db")};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
