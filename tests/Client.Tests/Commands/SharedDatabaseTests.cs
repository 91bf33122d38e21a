using Experiments.Testing;

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
            { "name": "mlp", "architecture": { "type": "mlp", "hidden": [10] },
              "training": "short", "trainOn": "train", "evaluateOn": ["test"] }
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

    private const StringComparison Ordinal = StringComparison.Ordinal;

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
            $"tiny: 18 jobs, 0 done before, 18 to run; kept in PostgreSQL database '{NameOf(db)}' at 127.0.0.1:{shared.Server.Port}.\nRun "
                + "them with: experiments work --db URL\n",
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
            Assert.Equal(
                "tiny: 18 of 18 finished jobs run again, 65 rows and 8 files compared, 0 differences.\n",
                await OutputAsync(console, ["verify", "tiny", "--sample", "100%", "--quiet", .. options]));
            using var workers = System.Text.Json.JsonDocument.Parse(await OutputAsync(console, ["workers", "--all", "--json", .. options]));
            Assert.Equal(18, workers.RootElement.EnumerateArray().Sum(worker => worker.GetProperty("done").GetInt32()));
            Assert.Equal(
                (2, "error: query begins with 'drop'; it must be one statement that only reads: SELECT, WITH, VALUES, EXPLAIN.\n"),
                await RunAsync(
                    Console(), ["query", "drop table jobs", "--home", Path.Combine(console.Folder, ".experiments"), .. options]));
            Assert.StartsWith(
                "No study needs 0 jobs with 0 rows; 0 files of 0 bytes.",
                await OutputAsync(console, ["gc", .. options]),
                StringComparison.Ordinal);
        }

        Assert.Equal(Files(file), Files(server));
        Assert.Equal(18, Files(file).Count);
        const string Sql =
            "SELECT table_name, source, attack, victim, images, errors, error_rate, mean_distortion FROM v_transfer ORDER BY position";
        Assert.Equal(
            await OutputAsync(file, "query", Sql, "--json"),
            await OutputAsync(server, "query", Sql, "--json", "--as-owner", "--db", db));
    }

    [PostgresFact]
    public async Task Verify_RowAndArtifactThatWereTamperedWith_AreNamedWithBothValues()
    {
        var db = await shared.Server.CreateDatabaseAsync();
        await RunAsync(Console(), "submit", "study.json", "--db", db);
        await RunAsync(Console(), "work", "--until-idle", "--quiet", "--db", db);
        await shared.Server.ExecuteAsync(
            NameOf(db),
            "UPDATE transfer_cells SET errors = errors + 1 WHERE job IN (SELECT job FROM v_transfer WHERE attack = "
                + "'noise' AND victim = 'mlp')");
        await shared.Server.ExecuteAsync(
            NameOf(db),
            "UPDATE artifact_chunks SET data = set_byte(data, 20, get_byte(data, 20) # 1) WHERE hash IN (SELECT hash FROM job_artifacts "
                + "WHERE role = 'weights' AND job IN (SELECT job FROM v_models WHERE model = 'linear'))");

        var console = Console();
        var (code, _) = await RunAsync(console, "verify", "tiny", "--sample", "100%", "--quiet", "--json", "--db", db);

        Assert.Equal(ExitCode.Incomplete, code);
        using var report = System.Text.Json.JsonDocument.Parse(console.Out.ToString());
        var differences = report.RootElement.GetProperty("differences").EnumerateArray().ToList();
        var row = Assert.Single(differences, d => d.GetProperty("name").GetString() == "evaluate mlp, fed noise"
            && d.GetProperty("place").GetString() == "TransferCell: Errors");
        Assert.Equal(int.Parse(row.GetProperty("recomputed").GetString()!, System.Globalization.CultureInfo.InvariantCulture) + 1,
            int.Parse(row.GetProperty("stored").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(differences, d => d.GetProperty("place").GetString() == "bytes of artifact weights"
            && d.GetProperty("stored").GetString()!.Contains("is damaged", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task History_OfAStudyOfTwoPeople_IsTheSameOnFileAndServer()
    {
        var db = await shared.Server.CreateDatabaseAsync();
        var home = Path.Combine(Console().Folder, "home");
        var first = Console();
        Assert.Equal((0, ""), await RunAsync(first, "submit", "study.json", "--db", db));
        Assert.Equal((0, ""), await RunAsync(first, "submit", "study.json", "--home", home));

        foreach (var place in (string[][])[["--db", db], ["--home", home]])
        {
            var (mine, yours) = (Console(), Console(new("you", "there")));
            var file = yours.Write("other.json", Study.Replace("\"stddev\": 0.2", "\"stddev\": 0.3", StringComparison.Ordinal));
            Assert.Equal(
                (2, "error: study tiny: revision 1 is me@here's, and 4 of its open jobs would not run any more; --replace drops them.\n"),
                await RunAsync(yours, ["submit", file, .. place]));
            yours.Error.GetStringBuilder().Clear();
            var changed = await OutputAsync(yours, ["submit", file, "--replace", .. place]);
            Assert.StartsWith("tiny: revision 2; what it was is kept as tiny@1.\n  train: 2 kept, 0 added, 0 dropped\n", changed, Ordinal);
            Assert.Contains("\n  attacks[noise].stddev: 0.2 -> 0.3\n", changed, Ordinal);

            var list = await OutputAsync(mine, ["list", "tiny", .. place]);
            Assert.Matches("(?s)tiny@2 +2 +Tiny +you@there .*to be continued.*tiny@1 +1 +Tiny +me@here .*superseded", list);
            Assert.Contains(
                "attacks[noise].stddev", await OutputAsync(mine, ["diff", "tiny@1", "tiny@2", .. place]), Ordinal);
            var (code, note) = await RunAsync(mine, ["show", "study.json", .. place]);
            Assert.Equal((0, "note: study.json is revision 1; shown is the newest, revision 2.\n"), (code, note));
            mine.Error.GetStringBuilder().Clear();

            Assert.Equal("tiny is small now.\n", await OutputAsync(mine, ["rename", "tiny", "small", .. place]));
            Assert.Equal(2, (await RunAsync(mine, ["rm", "small@2", .. place])).Code);
            mine.Error.GetStringBuilder().Clear();
            Assert.StartsWith(
                "small@2: 1 revision removed, 4 open jobs cancelled;", await OutputAsync(mine, ["rm", "small@2", "--force", .. place]),
                Ordinal);
            Assert.Equal((0, ""), await RunAsync(mine, ["rm", "small", .. place]));
            Assert.StartsWith("No study in", await OutputAsync(mine, ["list", .. place]), Ordinal);
        }
    }

    [PostgresTheory]
    [InlineData(
        "postgres://me:hunter2x@",
        "database connection names no host; it must be postgres://user:password@host:port/database or "
            + "Host=…;Database=…;Username=…;Password=….")]
    [InlineData(
        "Host=here;Bogus=1;Password=hunter2x",
        "database connection cannot be read; it must be postgres://user:password@host:port/database or "
            + "Host=…;Database=…;Username=…;Password=….")]
    [InlineData(
        "postgres://experiments:hunter2x@127.0.0.1:{port}/postgres",
        "database 'postgres' at 127.0.0.1:{port} refuses user 'experiments' or the password; check both.")]
    [InlineData(
        "postgres://experiments:{password}@127.0.0.1:{port}/nowhere",
        "database 'nowhere' at 127.0.0.1:{port} does not exist; create it with createdb.")]
    [InlineData(
        "postgres://guest:hunter2x@127.0.0.1:{port}/postgres",
        "database 'postgres' at 127.0.0.1:{port} refuses user 'guest': permission denied for schema public.")]
    [InlineData(
        "postgres://me:hunter2x@127.0.0.1:1/experiments", "database 'experiments' at 127.0.0.1:1 cannot be reached: Connection refused")]
    public async Task Open_BadConnection_IsOneLineWithoutThePasswordAnd2(string connection, string message)
    {
        await shared.Server.ExecuteAsync("postgres", "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'hunter2x'");

        var (code, error) = await RunAsync(Console(), "list", "--verbose", "--db", Fill(connection));

        Assert.Equal((2, $"error: {Fill(message)}\n"), (code, error));
    }

    [PostgresTheory]
    [InlineData("mysql://me:hunter2x@127.0.0.1/experiments", "error: database connection cannot be read; it must be postgres://.*\n")]
    [InlineData(
        "postgres://me:hunter2x@no-such-host.invalid/experiments",
        "error: database 'experiments' at no-such-host\\.invalid:5432 cannot be reached: .+\n")]
    [InlineData(
        "Host=127.0.0.1;Port=hunter2x;Database=experiments;Password=hunter2x",
        "error: database connection cannot be read; it must be postgres://.*\n")]
    [InlineData("postgres://me:hunter2x@127.0.0.1:{port}/", "error: database connection names no database; it must be postgres://.*\n")]
    public async Task Open_AnyVerbWithABadConnection_IsOneLineWithoutThePasswordAnd2(string connection, string message)
    {
        foreach (var verb in (string[][])[["submit", "study.json"], ["work"], ["query", "SELECT 1"], ["workers"]])
        {
            var console = Console();
            console.SetEnvironment("EXPERIMENTS_DB", Fill(connection));

            var (code, error) = await RunAsync(console, [.. verb, "--quiet"]);

            Assert.Equal(2, code);
            Assert.Matches($"^{message}$", error);
            Assert.DoesNotContain("hunter2x", error, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task Open_SchemaOfANewerProgram_IsOneLineAnd2OnBothDatabases()
    {
        var db = await shared.Server.CreateDatabaseAsync();
        var file = Console();
        await RunAsync(Console(), "list", "--db", db);
        await RunAsync(file, "submit", "study.json");
        const string Newer = "INSERT INTO schema_versions VALUES (9999, 'future', 0)";
        await shared.Server.ExecuteAsync(NameOf(db), Newer);
        await ExecuteAsync(file, Newer);

        var (code, error) = await RunAsync(Console(), "list", "--db", db);
        var (codeOfFile, errorOfFile) = await RunAsync(file, "list");

        Assert.Equal((2, 2), (code, codeOfFile));
        const string Rule = "is 9999; it must be at most \\d+ for this program: use a newer program.\n$";
        Assert.Matches($"^error: schema version of PostgreSQL database '{NameOf(db)}' at 127.0.0.1:\\d+ {Rule}", error);
        Assert.Matches($"^error: schema version of SQLite file .*experiments.db {Rule}", errorOfFile);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("submit", "study.json")]
    [InlineData("query", "SELECT 1")]
    public async Task Open_AFileThatIsNoDatabase_IsOneLineAnd2(params string[] verb)
    {
        var console = Console();
        Directory.CreateDirectory(Path.Combine(console.Folder, ".experiments"));
        console.Write(Path.Combine(".experiments", "experiments.db"), new string('x', 4096));

        var (code, error) = await RunAsync(console, verb);

        Assert.Equal(2, code);
        Assert.Matches("^error: database .*experiments.db is not an SQLite database; name another folder or move the file away.\n$", error);
    }

    [Fact]
    public async Task Open_AHomeThatIsAFile_IsOneLineAnd2()
    {
        var (code, error) = await RunAsync(Console(), "list", "--home", "study.json");

        Assert.Equal(2, code);
        Assert.Matches("^error: home is .*study.json[^\n]*\n$", error);
    }

    [PostgresTheory]
    [InlineData("submit", "study.json")]
    [InlineData("work", "--until-idle")]
    [InlineData("gc", "--apply")]
    public async Task Verb_WithoutTheRight_IsOneLineAnd2(params string[] verb)
    {
        var db = await shared.Server.CreateDatabaseAsync();
        await RunAsync(Console(), "submit", "study.json", "--db", db);
        await shared.Server.ExecuteAsync(
            NameOf(db),
            "DROP ROLE IF EXISTS onlooker; CREATE ROLE onlooker LOGIN PASSWORD 'hunter2x'; GRANT SELECT ON ALL TABLES IN "
                + "SCHEMA public TO onlooker");
        var changed = Console();
        changed.Write("study.json", Study.Replace("\"seed\": 7", "\"seed\": 8", StringComparison.Ordinal));

        var (code, error) =
            await RunAsync(changed, [.. verb, "--quiet", "--db", shared.Server.Connection(NameOf(db), "hunter2x", "onlooker")]);
        await shared.Server.ExecuteAsync(NameOf(db), "DROP OWNED BY onlooker");

        Assert.Equal(2, code);
        Assert.Matches(
            $"^error: database '{NameOf(db)}' at 127.0.0.1:\\d+ refuses user 'onlooker': permission denied for table \\w+\\.\n$", error);
    }

    [PostgresTheory]
    [InlineData("WITH gone AS (DELETE FROM jobs RETURNING key) SELECT * FROM gone", "query does more than read (")]
    [InlineData("WITH gone AS (SELECT 1) INSERT INTO schema_versions VALUES (1000, 'x', 0) RETURNING 1", "query does more than read (")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM jobs", "query does more than read (")]
    [InlineData("SELECT key FROM jobs FOR UPDATE", "query does more than read (")]
    [InlineData("SELECT * INTO copied FROM jobs", "query does more than read (")]
    [InlineData("SELECT 1; DELETE FROM jobs", "query has several statements;")]
    [InlineData("SELECT 1; COMMIT; DROP TABLE jobs CASCADE", "query has several statements;")]
    [InlineData("SET TRANSACTION READ WRITE", "query begins with 'set';")]
    [InlineData("BEGIN", "query begins with 'begin';")]
    [InlineData("COPY jobs TO PROGRAM 'touch /tmp/written'", "query begins with 'copy';")]
    [InlineData("DO $$ BEGIN DELETE FROM jobs; END $$", "query begins with 'do';")]
    [InlineData("CALL x()", "query begins with 'call';")]
    [InlineData("SELECT set_config('transaction_read_only', 'off', false)", "query calls set_config, ")]
    [InlineData("SELECT set_config/**/('role', 'none', true)", "query calls set_config, ")]
    [InlineData("SELECT pg_terminate_backend(pid) FROM pg_stat_activity", "query calls pg_terminate_backend, ")]
    [InlineData("SELECT * FROM pg_catalog.\"pg_cancel_backend\" (1)", "query calls pg_cancel_backend, ")]
    [InlineData("SELECT lo_import('/etc/passwd')", "query calls lo_import, ")]
    [InlineData("SELECT lo_from_bytea(0, 'x')", "query calls lo_from_bytea, ")]
    [InlineData("SELECT pg_read_file('/etc/passwd')", "query calls pg_read_file, ")]
    [InlineData("SELECT pg_advisory_lock(1)", "query calls pg_advisory_lock, ")]
    [InlineData("SELECT pg_notify('experiments_ready', '')", "query calls pg_notify, ")]
    [InlineData("SELECT query_to_xml('DELETE FROM jobs', true, true, '')", "query calls query_to_xml, ")]
    [InlineData("SELECT dblink('host=127.0.0.1', 'DELETE FROM jobs')", "query is wrong: function dblink(unknown, unknown) does not exist")]
    [InlineData("SELECT U&\"lo\\005fimport\"('/etc/passwd')", "query has '&' next to the quote \"")]
    public async Task Query_ThatWritesToAServer_IsOneLineAnd2AndChangesNothing(string sql, string message)
    {
        var db = await TinyAsync();

        await RefusesAsync(sql, message, "--as-owner", "--db", db);

        Assert.Equal(
            "jobs\n----\n  18\n", await OutputAsync(Console(), "query", "SELECT count(*) AS jobs FROM jobs", "--as-owner", "--db", db));
    }

    [Theory]
    [InlineData("WITH gone AS (SELECT 1) DELETE FROM jobs", "query does more than read (")]
    [InlineData("EXPLAIN DELETE FROM jobs", "query does more than read (")]
    [InlineData("SELECT 1; DELETE FROM jobs", "query has several statements;")]
    [InlineData("ATTACH 'other.db' AS other", "query begins with 'attach';")]
    [InlineData("PRAGMA writable_schema = 1", "query begins with 'pragma';")]
    [InlineData("SELECT * FROM pragma_writable_schema", "query does more than read (")]
    [InlineData("VACUUM INTO 'copy.db'", "query begins with 'vacuum';")]
    [InlineData("SELECT load_extension('x.so')", "query ")]
    [InlineData("SELECT writefile('written', 'x')", "query is wrong: no such function: writefile")]
    public async Task Query_ThatWritesToAFile_IsOneLineAnd2(string sql, string message)
    {
        var console = Console();
        await RunAsync(console, "submit", "study.json");

        await RefusesAsync(sql, message, "--home", Path.Combine(console.Folder, ".experiments"));

        Assert.Equal("jobs\n----\n  18\n", await OutputAsync(console, "query", "SELECT count(*) AS jobs FROM jobs"));
    }

    [Theory]
    [InlineData(true, "relation \"v_transfers\" does not exist")]
    [InlineData(false, "no such table: v_transfers")]
    public async Task Query_ViewWhoseNameIsNearlyOneThatIsThere_SaysWhichMayBeMeant(bool server, string said)
    {
        var console = Console();
        await RunAsync(console, "submit", "study.json");
        string[] database = server ? ["--as-owner", "--db", await TinyAsync()] : ["--home", Path.Combine(console.Folder, ".experiments")];

        await RefusesAsync(
            "SELECT * FROM v_transfers", $"query is wrong: {said}. Did you mean 'v_transfer'? docs/tables.md has the views.\n", database);
    }

    private static async Task ExecuteAsync(TestConsole console, string sql)
    {
        var file = Path.Combine(console.Folder, ".experiments", "experiments.db");
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task RefusesAsync(string sql, string message, params string[] database)
    {
        var console = Console();
        var (code, error) = await RunAsync(console, ["query", sql, .. database]);
        Assert.Equal(2, code);
        Assert.StartsWith($"error: {message}", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal("", console.Out.ToString());
    }

    /// <summary>A database with the study, which nobody has run; one for all tests of the class.</summary>
    private Task<string> TinyAsync() => shared.OnceAsync(async () =>
    {
        var db = await shared.Server.CreateDatabaseAsync();
        Assert.Equal((0, ""), await RunAsync(Console(), "submit", "study.json", "--db", db));
        return db;
    });

    private static List<(string Name, string Bytes)> Files(TestConsole console) =>
    [
        .. Directory.GetFiles(Path.Combine(console.Folder, "tables")).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file)))),
    ];

    private static string NameOf(string db) => new Uri(db).AbsolutePath[1..];

    private string Fill(string text) => text
        .Replace("{port}", shared.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{password}", PostgresServer.Password, StringComparison.Ordinal);

    private TestConsole Console(Contracts.Submitter? by = null)
    {
        var console = new TestConsole { Open = Engines.OpenAsync, Width = 140, By = by ?? new("me", "here") };
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
