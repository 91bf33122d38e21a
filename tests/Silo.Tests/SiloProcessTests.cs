using System.Diagnostics;
using System.Net;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Grains;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Storage;
using Experiments.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Experiments.Silo.Tests;

/// <summary>Real silo processes on a private PostgreSQL.</summary>
public sealed class SiloProcessTests
{
    private const string Study = "silos";

    private const string Cluster = "experiments";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private static readonly Progress<StudyProgress> Nobody = new();

    internal static string Data { get; } = Path.Combine(Root(), "data");

    [PostgresFact]
    public async Task Silos_OneAddedOneDrainedOneKilledMidStudy_LeaveTheTablesOfTheEmbeddedEngine()
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        await OrleansTables.CreateAsync(server, connection);
        string[] arguments = ["--db", connection, "--data", Data, "--devices", "cpu"];
        await using var a = SiloProcess.Start("a", arguments);
        await a.ReadyAsync(StartTime);
        await using var b = SiloProcess.Start("b", arguments);
        await b.ReadyAsync(StartTime);
        await using var database = await ExperimentDatabase.OpenPostgresAsync(connection, TimeProvider.System, null, default);
        using var threads = new ComputeThreads(1);
        var services = Services(database, threads);
        using var client = await ClientHosting.ConnectAsync(
            new ClusterConnection { MembershipDatabase = ExperimentDatabase.PostgresKeywords(connection) }, NullLoggerFactory.Instance,
            default);
        var studies = new StoredStudyReader(services);
        var engine = new OrleansStudyEngine(
            client.Services.GetRequiredService<Orleans.IClusterClient>(), Cluster, services, new PlannerOptions { ShardImages = 4 });
        await engine.SubmitAsync(Document(), default);
        var run = engine.RunAsync(Study, new RunOptions(null), Nobody, default);
        await WaitAsync(async () => (await studies.GetAsync(Study, default)).Jobs.Done > 20);

        // A third silo takes work while there is some.
        var notice = Path.Combine(Directory.CreateTempSubdirectory("experiments-notice-").FullName, "taken-away");
        await using var c = SiloProcess.Start("c", [.. arguments, "--grace", "60", "--notice", notice]);
        await c.ReadyAsync(StartTime);
        await WaitAsync(
            async () => (await studies.ListWorkersAsync(default)).Any(w => w.Worker.StartsWith("silo:c/", StringComparison.Ordinal)));

        // One is drained: it says so to probes, ends with nothing in hand, and stops cleanly.
        await engine.DrainSiloAsync("b", drain: true, default);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await b.ProbeAsync("ready"));
        Assert.Equal(HttpStatusCode.OK, await b.ProbeAsync("live"));
        await WaitAsync(async () => (await engine.ListSilosAsync(default)).Single(s => s.Silo == "b").State == SiloLineState.Drained);
        Assert.Equal(0, await b.EndAsync());

        // One is killed, the first: most likely the study's own.
        Assert.False(run.IsCompleted, "the study was over before a silo could be killed");
        await a.KillAsync();

        var summary = await run.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal([], (await studies.ReadFailuresAsync(Study, default)).Select(f => $"{f.Name}: {f.Error}"));
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        Assert.Equal(await AloneAsync(), await ReadAsync(studies));
        Assert.Equal(["a", "b", "c"], (await engine.ListSilosAsync(default)).Select(s => s.Silo));

        // A study that is over is not taken up again by a reminder.
        await WaitAsync(async () => await CountRemindersAsync(connection) == 0);
        Assert.DoesNotContain("non-grain context", a.Output + b.Output + c.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, a.Output + b.Output + c.Output, StringComparison.Ordinal);

        // Its machine will be taken away.
        await File.WriteAllTextAsync(notice, "");
        Assert.Equal(0, await c.EndedAsync());
        Assert.Contains("has 60 s to finish the 0 jobs", c.Output, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(notice)!, recursive: true);
    }

    [Fact]
    public async Task Local_OneSiloAndNothingElse_RunsAStudyOfTheFileInItsHome()
    {
        var home = Directory.CreateTempSubdirectory("experiments-silo-").FullName;
        await using var collector = new OtlpCollector();
        await using var silo = SiloProcess.StartIn(
            new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" }, "only", "--local",
            "--home", home, "--data", Data, "--devices", "cpu*2");
        await silo.ReadyAsync(StartTime);
        await using (var database = await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(home), TimeProvider.System, null, default))
        {
            using var threads = new ComputeThreads(1);
            var services = Services(database, threads);
            using var client = await ClientHosting.ConnectAsync(
                new ClusterConnection { GatewayPort = silo.Ports.Gateway }, NullLoggerFactory.Instance, default);
            var engine = new OrleansStudyEngine(
                client.Services.GetRequiredService<Orleans.IClusterClient>(), Cluster, services, new PlannerOptions { ShardImages = 50 });
            await engine.SubmitAsync(Document(), default);

            var summary = await engine.RunAsync(Study, new RunOptions(null), Nobody, default);

            Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
            Assert.Equal(
                ("only", SiloLineState.Active, "cpu:0 cpu:1"),
                (await engine.ListSilosAsync(default)).Select(s => (s.Silo, s.State, string.Join(' ', s.Devices))).Single());
        }

        Assert.Equal(0, await silo.EndAsync());
        Assert.All(
            ["job train", "job craft", "commit", "experiments-silo"],
            word => Assert.Contains(word, collector.Received("/v1/traces"), StringComparison.Ordinal));
        Assert.All(
            ["experiments.job.duration", "experiments.attack.images", "experiments.cluster.offers", "accepted", "orleans-"],
            word => Assert.Contains(word, collector.Received("/v1/metrics"), StringComparison.Ordinal));
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Start_WrongOptions_EndsWithAllErrorsAndBeforeAnythingIsOpened()
    {
        await using var silo = SiloProcess.Start("a b", "--places", "0");
        await WaitAsync(() => Task.FromResult(silo.HasExited && silo.Output.Contains("--help", StringComparison.Ordinal)));

        Assert.Contains("error: --db is missing", silo.Output, StringComparison.Ordinal);
        Assert.Contains("error: --name is 'a b'", silo.Output, StringComparison.Ordinal);
        Assert.Contains("error: --places is '0'", silo.Output, StringComparison.Ordinal);
    }

    /// <summary>The quick study with less training and more, smaller attacks.</summary>
    internal static StudyDocument Document()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "studies", "quick.json"));
        foreach (var (old, replacement) in new[]
        {
            ("\"name\": \"quick\"", $"\"name\": \"{Study}\""), ("\"slice\": \"train\"", "\"slice\": \"train[0..2000)\""),
            ("\"slice\": \"test\"", "\"slice\": \"test[0..600)\""), ("test[0..100)", "test[0..600)"), ("\"epochs\": 8", "\"epochs\": 2"),
            ("\"epochs\": 10", "\"epochs\": 2"),
        })
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return new StudyDocument("quick.json", text, StudyOverrides.None);
    }

    internal static JobServices Services(ExperimentDatabase database, ComputeThreads threads) => new()
    {
        Ledger = database.Ledger,
        Artifacts = database.Artifacts,
        Results = database.Results,
        Silos = database.Silos,
        Data = new CatalogueLibrary(DataFolders.Default(Data)),
        Threads = threads,
        Time = TimeProvider.System,
    };

    internal static async Task<long> CountRemindersAsync(string connection)
    {
        await using var database = new NpgsqlConnection(ExperimentDatabase.PostgresKeywords(connection));
        await database.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM OrleansRemindersTable", database);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> AloneAsync()
    {
        var home = Directory.CreateTempSubdirectory("experiments-alone-").FullName;
        await using var database = await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(home), TimeProvider.System, null, default);
        using var threads = new ComputeThreads(2);
        var services = Services(database, threads);
        var engine = new EmbeddedStudyEngine(services, planner: new PlannerOptions { ShardImages = 4 });
        await engine.SubmitAsync(Document(), default);
        await engine.RunAsync(Study, new RunOptions(2), Nobody, default);
        return await ReadAsync(new StoredStudyReader(services));
    }

    private static async Task<string> ReadAsync(StoredStudyReader studies)
    {
        var examples = ResultTable.Of(typeof(AdversarialExampleRow));
        return StudyText.Of(await studies.ReadTablesAsync(Study, default))
            + StudyText.Of(examples, await studies.StreamRowsAsync(Study, examples, default).ToListAsync());
    }

    internal static async Task WaitAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "waited for two minutes");
            await Task.Delay(50);
        }
    }

    internal static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Experiments.sln")))
        {
            folder =
                Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("Experiments.sln is not above the test.");
        }

        return folder;
    }
}
