using Experiments.Grains;
using Experiments.Hosting;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Orleans.Configuration;

namespace Experiments.Silo;

/// <summary>A host with the devices, the grains, health and telemetry of a silo.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly ExperimentHost _experiments;
    private readonly IHost _host;

    private SiloHost(ExperimentHost experiments, IHost host) => (_experiments, _host) = (experiments, host);

    /// <exception cref="Experiments.Ports.StorageException">The database cannot be used.</exception>
    internal static async Task<SiloHost> BuildAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        var torch = settings.TorchFolder is { } folder ? BackendPlugins.LoadTorch(folder) : null;
        settings = settings with { Devices = SiloDevices.Of(settings, torch) };
        var experiments = await ExperimentHost.OpenAsync(
            new HostSettings
            {
                Database = settings.Database,
                Home = settings.Home,
                DataFolder = settings.DataFolder,
                Backends = threads => BackendPlugins.Open(threads, torch, SiloDevices.OfTorch(settings.Devices)),
            },
            LoggerFactory.Create(Log),
            cancellationToken);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Log(builder.Logging);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton(settings).AddHostedService<HealthEndpoint>();
        if (settings.OtlpEndpoint is { } collector)
        {
            // OpenTelemetry reads its variables (protocol, headers, intervals) through the host's configuration.
            builder.Configuration.AddEnvironmentVariables();
            builder.Services.AddTelemetry("experiments-silo", settings.Name, collector);
        }

        builder.UseOrleans(silo => Configure(silo, settings, experiments.Services));
        return new SiloHost(experiments, builder.Build());
    }

    internal Task RunAsync(CancellationToken cancellationToken) => _host.RunAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _experiments.DisposeAsync();
    }

    private static void Log(ILoggingBuilder logging)
    {
#pragma warning disable RS0030 // The clock of the log; nothing is computed from it.
        logging.Services.AddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        logging.AddConsoleFormatter<LogFormatter, ConsoleFormatterOptions>();
        logging.AddConsole(console => console.FormatterName = LogFormatter.Name);
    }

    private static void Configure(ISiloBuilder silo, SiloSettings settings, JobServices services)
    {
        var connection = new ClusterConnection
        {
            ClusterId = settings.ClusterId,
            MembershipDatabase = settings.Local ? null : ExperimentDatabase.PostgresKeywords(settings.Database!),
            GatewayPort = settings.GatewayPort,
            Tls = settings.Tls is { } tls ? MutualTls.Read(tls, settings.ClusterId) : null,
        };
        silo.UseCluster(connection, settings.SiloPort);
        if (!settings.Local)
        {
            silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: settings.Listens is null);
            silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = settings.Listens ?? options.AdvertisedIPAddress);
        }

        silo.Configure<SiloOptions>(options => options.SiloName = settings.Name);
        // A silo that dies is missed after three unanswered probes by two others, or by the only other one.
        silo.Configure<ClusterMembershipOptions>(
            options => (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromSeconds(3), 3));
        silo.AddExperiments(
            settings.Devices,
            services,
            new SiloWorkerOptions { PlacesPerDevice = settings.PlacesPerDevice, Engine = new EngineOptions { Lease = settings.Lease } });
    }
}
