using Experiments.Contracts;
using Experiments.Grains;
using Experiments.Numerics;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Storage;
using Experiments.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Experiments.Silo.Tests;

/// <summary>A private PostgreSQL with the roles, tables and rights that <c>infra/</c> makes, and a silo on it.</summary>
public sealed class LiveCluster : IAsyncLifetime, IDisposable
{
    internal const string Cluster = "experiments";

    private const string Password = "pass-of-role";

    private readonly string _secrets = Directory.CreateTempSubdirectory("experiments-secrets-").FullName;
    private readonly ComputeThreads _threads = new(1);
    private ExperimentDatabase? _database;
    private IHost? _client;

    internal PostgresServer Server { get; private set; } = null!;

    /// <summary>As the silos and their clients connect.</summary>
    internal string Author => As("author");

    internal SiloPorts Ports { get; } = SiloPorts.Free();

    internal SiloProcess Silo { get; private set; } = null!;

    internal JobServices Services { get; private set; } = null!;

    private string Owner => As("owner");

    public async Task InitializeAsync()
    {
        if (!PostgresServer.MustRun)
        {
            return;
        }

        Server = await PostgresServer.StartAsync();
        foreach (var role in (string[])["owner", "author", "worker", "reader"])
        {
            await File.WriteAllTextAsync(Path.Combine(_secrets, $"{role}_password"), Password);
        }

        await Server.RunScriptAsync(Server.Connection("postgres"), Infra("roles.sql"), ("SECRETS", _secrets));
        await Server.RunScriptAsync(Server.Connection("postgres"), Infra("reader.sql"), ("SECRETS", _secrets));
        await (await ExperimentDatabase.OpenPostgresAsync(Owner, TimeProvider.System, null, default)).DisposeAsync();
        await OrleansTables.CreateAsync(ExecuteAsync);
        await GrantAsync();
        _database = await ExperimentDatabase.OpenPostgresAsync(Author, TimeProvider.System, null, default);
        Services = SiloProcessTests.Services(_database, _threads);
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (!PostgresServer.MustRun)
        {
            return;
        }

        await Silo.DisposeAsync();
        await _database!.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_secrets, recursive: true);
    }

    public void Dispose()
    {
        _client?.Dispose();
        _threads.Dispose();
    }

    /// <summary>Starts the silo, where it was before, and waits until it is ready.</summary>
    internal async Task StartAsync()
    {
        Launch();
        await Silo.ReadyAsync(TimeSpan.FromMinutes(1));
    }

    internal void Launch() => Silo = SiloProcess.StartAt(Ports, [], "a", Arguments);

    internal IReadOnlyList<string> Arguments => ["--db", Author, "--data", SiloProcessTests.Data, "--devices", "cpu*2"];

    /// <summary>The rights of all roles, as an operator gives them again.</summary>
    internal Task GrantAsync() => Server.RunScriptAsync(Owner, Infra("grants.sql"));

    /// <summary>As the owner of the tables.</summary>
    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ExperimentDatabase.PostgresKeywords(Owner));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<OrleansStudyEngine> ConnectAsync()
    {
        var connection = new ClusterConnection { MembershipDatabase = ExperimentDatabase.PostgresKeywords(Author) };
        _client ??= await ClientHosting.ConnectAsync(connection, NullLoggerFactory.Instance, default);
        return new OrleansStudyEngine(
            _client.Services.GetRequiredService<IClusterClient>(), Cluster, Services,
            new PlannerOptions { ShardImages = 10 });
    }

    /// <summary>The engine of a client that reaches no silo.</summary>
    internal OrleansStudyEngine CutOff(ILoggerFactory log) => new(
        _ => Task.FromException<IGrainFactory>(new ClusterUnavailableException(Cluster, "cut off", new IOException())), Cluster,
        Services with { Logging = log }, new PlannerOptions { ShardImages = 10 });

    internal static StudyDocument Study(string name, int images = 10)
    {
        var document = SiloProcessTests.Document();
        return document with
        {
            Text = document.Text.Replace("\"silos\"", $"\"{name}\"", StringComparison.Ordinal), Overrides = new StudyOverrides(images),
        };
    }

    private static string Infra(string file) => Path.Combine(SiloProcessTests.Root(), "infra", file);

    private string As(string role) => Server.Connection("experiments", Password, $"experiments_{role}");
}
