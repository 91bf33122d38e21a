using Experiments.Datasets;
using Experiments.Grains;
using Experiments.Numerics;
using Experiments.Pipeline;
using Experiments.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

#pragma warning disable RS0030 // A composition root: the clock of the whole program is named here.

namespace Experiments.Silo;

/// <summary>Puts a silo together: the database, the data, the devices, the grains, health and telemetry.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly ExperimentDatabase _database;
    private readonly ComputePool _pool;
    private readonly IHost _host;

    private SiloHost(ExperimentDatabase database, ComputePool pool, IHost host) => (_database, _pool, _host) = (database, pool, host);

    /// <exception cref="StorageException">The database cannot be used.</exception>
    internal static async Task<SiloHost> BuildAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        var database = settings.Database is { } connection
            ? await ExperimentDatabase.OpenPostgresAsync(connection, TimeProvider.System, options: null, cancellationToken)
            : await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(settings.Home), TimeProvider.System, options: null, cancellationToken);
        var pool = new ComputePool(Environment.ProcessorCount);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-dd HH:mm:ss.fff "));
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton(settings).AddHostedService<HealthEndpoint>().AddHostedService<Telemetry>();
        var logging = LoggerFactory.Create(log => log.AddSimpleConsole(console =>
            (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-dd HH:mm:ss.fff ")));
        var services = new JobServices
        {
            Ledger = database.Ledger,
            Artifacts = database.Artifacts,
            Results = database.Results,
            Data = new CatalogueLibrary(DataFolders.Default(settings.DataFolder)),
            Pool = pool,
            Time = TimeProvider.System,
            Backends = SiloBackends.Of(settings, pool),
            Logging = logging,
        };
        builder.UseOrleans(silo => Configure(silo, settings, services));
        return new SiloHost(database, pool, builder.Build());
    }

    internal Task RunAsync(CancellationToken cancellationToken) => _host.RunAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        _pool.Dispose();
        await _database.DisposeAsync();
    }

    private static void Configure(ISiloBuilder silo, SiloSettings settings, JobServices services)
    {
        var connection = new ClusterConnection
        {
            ClusterId = settings.ClusterId,
            MembershipDatabase = settings.Local ? null : ExperimentDatabase.PostgresKeywords(settings.Database!),
            GatewayPort = settings.GatewayPort,
            Tls = settings.Tls is { } tls ? MutualTls.Read(tls.Certificate, tls.Key, tls.Authority) : null,
        };
        silo.UseCluster(connection, settings.SiloPort);
        if (!settings.Local)
        {
            silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: settings.Address is null);
            silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = settings.Address ?? options.AdvertisedIPAddress);
        }

        silo.Configure<SiloOptions>(options => options.SiloName = settings.Name);
        // A silo that dies is missed after three unanswered probes by two others, or by the only other one.
        silo.Configure<ClusterMembershipOptions>(options => (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromSeconds(3), 3));
        silo.AddExperiments(
            settings.Devices,
            services,
            new SiloWorkerOptions { PlacesPerDevice = settings.PlacesPerDevice, Engine = new EngineOptions { Lease = settings.Lease } });
    }
}
