using Experiments.Storage.Tests;

namespace Experiments.Client.Tests;

/// <summary>The verbs over real databases: what a file does, a server does too.</summary>
public sealed class SharedDatabaseTests(SharedServer shared) : IClassFixture<SharedServer>, IDisposable
{
    private const string Study = """
        {
          "name": "tiny", "title": "Tiny", "seed": 7,
          "data": {
            "train": { "dataset": "mnist", "slice": "test[0..600)" },
            "test": { "dataset": "mnist", "slice": "test[600..900)" },
            "attacked": { "dataset": "mnist", "slice": "test[900..912)" }
          },
          "trainings": { "short": { "epochs": 2, "batchSize": 64, "learningRate": 0.01 } },
          "models": [
            { "name": "linear", "architecture": { "type": "softmax" }, "training": "short", "trainOn": "train", "evaluateOn": ["test"] },
            { "name": "mlp", "architecture": { "type": "mlp", "hidden": [10] }, "training": "short", "trainOn": "train", "evaluateOn": ["test"] }
          ],
          "attacks": [
            { "name": "lbfgs", "type": "lbfgs", "maxGradientEvaluations": 40 },
            { "name": "noise", "type": "gaussian-noise", "stddev": 0.2 }
          ],
          "transfers": [
            { "name": "t", "images": "attacked", "sources": ["linear", "mlp"], "attacks": ["lbfgs", "noise"], "victims": ["linear", "mlp"] }
          ]
        }
        """;

    private readonly List<TestConsole> _consoles = [];

    public void Dispose() => _consoles.ForEach(console => console.Dispose());

    [PostgresFact]
    public async Task Submit_ThenTwoWorkers_GivesTheTablesOfARunOnAFile()
    {
        var file = Console();
        Assert.Equal((0, ""), await RunAsync(file, "run", "study.json", "--quiet"));
        var expected = await OutputAsync(file, "show", "tiny", "--json");
        var db = await shared.Server.CreateDatabaseAsync();

        var submit = Console();
        Assert.Equal((0, ""), await RunAsync(submit, "submit", "study.json", "--db", db));
        Assert.Equal(
            $"tiny: 16 jobs, 0 done before, 16 to run; kept in PostgreSQL database '{NameOf(db)}' at 127.0.0.1:{shared.Server.Port}.\nRun them with: experiments work --db URL\n",
            submit.Out.ToString());
        var workers = await Task.WhenAll(
            RunAsync(Console(), "work", "--until-idle", "--slots", "1", "--quiet", "--db", db),
            RunAsync(Console(), "work", "--until-idle", "--slots", "1", "--quiet", "--db", db));

        Assert.Equal([(0, ""), (0, "")], workers);
        Assert.Equal(expected, await OutputAsync(Console(), "show", "tiny", "--json", "--db", db));
    }

    [PostgresFact]
    public async Task Verbs_AfterTheWork_AgreeBetweenFileAndServer()
    {
        var db = await shared.Server.CreateDatabaseAsync();
        var (file, server) = (Console(), Console());
        foreach (var (console, options) in new[] { (file, Array.Empty<string>()), (server, ["--db", db]) })
        {
            Assert.Equal((0, ""), await RunAsync(console, ["submit", "study.json", .. options]));
            Assert.Equal((0, ""), await RunAsync(console, ["work", "--until-idle", "--quiet", .. options]));
            Assert.Equal((0, ""), await RunAsync(console, ["watch", "tiny", "--quiet", .. options]));
            Assert.Equal((0, ""), await RunAsync(console, ["export", "tiny", "--out", "tables", .. options]));
            Assert.Equal("tiny: 16 of 16 finished jobs run again, 53 rows and 8 files compared, 0 differences.\n", await OutputAsync(console, ["verify", "tiny", "--sample", "100%", "--quiet", .. options]));
            using var workers = System.Text.Json.JsonDocument.Parse(await OutputAsync(console, ["workers", "--all", "--json", .. options]));
            Assert.Equal(16, workers.RootElement.EnumerateArray().Sum(worker => worker.GetProperty("done").GetInt32()));
            Assert.Equal((2, "error: query begins with 'drop'; it must be one statement that only reads: SELECT, WITH, VALUES, EXPLAIN.\n"), await RunAsync(Console(), ["query", "drop table jobs", "--home", Path.Combine(console.Folder, ".experiments"), .. options]));
            Assert.StartsWith("No study needs 0 jobs with 0 rows; 0 files of 0 bytes.", await OutputAsync(console, ["gc", .. options]), StringComparison.Ordinal);
        }

        Assert.Equal(Files(file), Files(server));
        Assert.Equal(15, Files(file).Count);
        const string Sql = "SELECT table_name, source, attack, victim, images, errors, error_rate, mean_distortion FROM v_transfer ORDER BY position";
        Assert.Equal(await OutputAsync(file, "query", Sql, "--json"), await OutputAsync(server, "query", Sql, "--json", "--db", db));
    }

    [PostgresFact]
    public async Task Verify_RowAndArtifactThatWereTamperedWith_AreNamedWithBothValues()
    {
        var db = await shared.Server.CreateDatabaseAsync();
        await RunAsync(Console(), "submit", "study.json", "--db", db);
        await RunAsync(Console(), "work", "--until-idle", "--quiet", "--db", db);
        await shared.Server.ExecuteAsync(NameOf(db), "UPDATE transfer_cells SET errors = errors + 1 WHERE job IN (SELECT job FROM v_transfer WHERE attack = 'noise' AND victim = 'mlp')");
        await shared.Server.ExecuteAsync(NameOf(db), "UPDATE artifact_chunks SET data = set_byte(data, 20, get_byte(data, 20) # 1) WHERE hash IN (SELECT hash FROM job_artifacts WHERE role = 'weights' AND job IN (SELECT job FROM v_models WHERE model = 'linear'))");

        var console = Console();
        var (code, _) = await RunAsync(console, "verify", "tiny", "--sample", "100%", "--quiet", "--json", "--db", db);

        Assert.Equal(ExitCode.FailedJobs, code);
        using var report = System.Text.Json.JsonDocument.Parse(console.Out.ToString());
        var differences = report.RootElement.GetProperty("differences").EnumerateArray().ToList();
        var row = Assert.Single(differences, d => d.GetProperty("name").GetString() == "evaluate mlp, fed noise" && d.GetProperty("place").GetString() == "TransferCell: Errors");
        Assert.Equal(int.Parse(row.GetProperty("recomputed").GetString()!, System.Globalization.CultureInfo.InvariantCulture) + 1,
            int.Parse(row.GetProperty("stored").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(differences, d => d.GetProperty("place").GetString() == "bytes of artifact weights" && d.GetProperty("stored").GetString()!.Contains("is damaged", StringComparison.Ordinal));
    }

    [PostgresTheory]
    [InlineData("postgres://me:hunter2x@", "database connection is no URL; it must be postgres://user:password@host:port/database or Host=…;Database=…;Username=…;Password=….")]
    [InlineData("Host=here;Bogus=1;Password=hunter2x", "database connection cannot be read; it must be postgres://user:password@host:port/database or Host=…;Database=…;Username=…;Password=….")]
    [InlineData("postgres://experiments:hunter2x@127.0.0.1:{port}/postgres", "database 'postgres' at 127.0.0.1:{port} refuses user 'experiments' or the password; check both.")]
    [InlineData("postgres://experiments:{password}@127.0.0.1:{port}/nowhere", "database 'nowhere' at 127.0.0.1:{port} does not exist; create it with createdb.")]
    [InlineData("postgres://guest:hunter2x@127.0.0.1:{port}/postgres", "database 'postgres' at 127.0.0.1:{port} refuses user 'guest': permission denied for schema public.")]
    [InlineData("postgres://me:hunter2x@127.0.0.1:1/experiments", "database 'experiments' at 127.0.0.1:1 cannot be reached: Connection refused")]
    public async Task Open_BadConnection_IsOneLineWithoutThePasswordAnd2(string connection, string message)
    {
        await shared.Server.ExecuteAsync("postgres", "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'hunter2x'");

        var (code, error) = await RunAsync(Console(), "list", "--verbose", "--db", Fill(connection));

        Assert.Equal((2, $"error: {Fill(message)}\n"), (code, error));
    }

    private static List<(string Name, string Bytes)> Files(TestConsole console) =>
    [
        .. Directory.GetFiles(Path.Combine(console.Folder, "tables")).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file)))),
    ];

    private static string NameOf(string db) => new Uri(db).AbsolutePath[1..];

    private string Fill(string text) => text
        .Replace("{port}", shared.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{password}", PostgresServer.Password, StringComparison.Ordinal);

    private TestConsole Console()
    {
        var console = new TestConsole { Open = DatabaseSession.OpenAsync, Width = 140 };
        console.Write("study.json", Study);
        _consoles.Add(console);
        return console;
    }

    /// <summary>Code and standard error.</summary>
    private static async Task<(int Code, string Error)> RunAsync(TestConsole console, params string[] arguments)
    {
        var code = await console.RunAsync([.. arguments, "--data", SharedServer.DataFolder]);
        return (code, console.Error.ToString());
    }

    private static async Task<string> OutputAsync(TestConsole console, params string[] arguments)
    {
        console.Out.GetStringBuilder().Clear();
        Assert.Equal((0, ""), await RunAsync(console, arguments));
        return console.Out.ToString();
    }
}
