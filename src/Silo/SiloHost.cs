using System.Net;
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
    private static readonly string[] Libraries = ["Orleans", "Microsoft", "System", "Polly", "Npgsql", "OpenTelemetry"];

    private static readonly TimeSpan NoticeInterval = TimeSpan.FromSeconds(1);

    private readonly SiloSettings _settings;
    private readonly ExperimentHost _experiments;
    private readonly IHost _host;

    private SiloHost(SiloSettings settings, ExperimentHost experiments, IHost host) =>
        (_settings, _experiments, _host) = (settings, experiments, host);

    /// <exception cref="SiloRefusedException">A port is in use.</exception>
    /// <exception cref="Experiments.Ports.StorageException">The database cannot be used.</exception>
    internal static async Task<SiloHost> BuildAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        var listens = settings.Local ? IPAddress.Loopback : settings.Listens;
        SiloDoor.RequireFree(listens, settings.SiloPort, "--silo-port");
        SiloDoor.RequireFree(listens, settings.GatewayPort, "--gateway-port");
        if (settings.HealthPort != 0)
        {
            SiloDoor.RequireFree(settings.Listens, settings.HealthPort, "--health-port");
        }

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
            LoggerFactory.Create(logging => Log(logging, settings)),
            cancellationToken);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Log(builder.Logging, settings);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddHostedService<HealthEndpoint>();
        if (settings.OtlpEndpoint is { } collector)
        {
            // OpenTelemetry reads its variables (protocol, headers, intervals) through the host's configuration.
            builder.Configuration.AddEnvironmentVariables();
            builder.Services.AddTelemetry("experiments-silo", settings.Name, collector);
        }

        builder.UseOrleans(silo => Configure(silo, settings, experiments.Services));
        return new SiloHost(settings, experiments, builder.Build());
    }

    /// <exception cref="SiloRefusedException">The cluster has a silo of this name or address, or has no tables.</exception>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_settings.Local)
        {
            await SiloDoor.RequireUniqueAsync(_host.Services, _experiments.Services.Time, cancellationToken);
        }

        using var end = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        var leave = LeaveAsync(end, cancellationToken, over.Token);
        try
        {
            await _host.RunAsync(end.Token);
        }
        finally
        {
            await over.CancelAsync();
            await leave;
        }
    }

    /// <summary>Asked to end, the silo finishes what it has within its grace, and the host stops after that.</summary>
    private async Task LeaveAsync(CancellationTokenSource end, CancellationToken asked, CancellationToken over)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(asked, over);
        var time = _experiments.Services.Time;
        try
        {
            while (_settings.Notice is not { } notice || !File.Exists(notice))
            {
                await Task.Delay(_settings.Notice is null ? Timeout.InfiniteTimeSpan : NoticeInterval, time, either.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }

        try
        {
            if (!over.IsCancellationRequested && _settings.Grace > TimeSpan.Zero)
            {
                await _host.Services.GetRequiredService<SiloWorker>().LeaveAsync(_settings.Grace, over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }

        await end.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _experiments.DisposeAsync();
    }

    private static void Log(ILoggingBuilder logging, SiloSettings settings)
    {
        logging.SetMinimumLevel(settings.LogLevel);
        // What libraries say of their daily work is for those who look into it.
        var ofLibraries = settings.LogLevel is LogLevel.Debug ? LogLevel.Information
            : settings.LogLevel > LogLevel.Warning ? settings.LogLevel
            : LogLevel.Warning;
        foreach (var library in Libraries)
        {
            logging.AddFilter(library, ofLibraries);
        }

        logging.Services.AddSingleton(settings);
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
        // A silo that dies is missed after three unanswered probes by two others, or by the only other one. Where none is left to miss it,
        // who starts later takes it for dead after three silent intervals.
        silo.Configure<ClusterMembershipOptions>(
            options => (options.ProbeTimeout, options.NumMissedProbesLimit, options.IAmAliveTablePublishTimeout) =
                (TimeSpan.FromSeconds(3), 3, TimeSpan.FromSeconds(5)));
        silo.AddExperiments(
            settings.Devices,
            services,
            new SiloWorkerOptions { PlacesPerDevice = settings.PlacesPerDevice, Engine = new EngineOptions { Lease = settings.Lease } });
    }
}
