using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Experiments.Grains;

/// <summary>Puts the grains and what they stand on into a silo.</summary>
public static class SiloHosting
{
    /// <summary>Adds the grains, the worker that runs their jobs, and the placement that they ask for.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="devices">At least one.</param>
    /// <param name="services">The database, the data and the threads of this silo.</param>
    /// <param name="work">How jobs run; null for the defaults.</param>
    /// <param name="coordination">How studies run; null for the defaults.</param>
    public static ISiloBuilder AddExperiments(
        this ISiloBuilder builder, IReadOnlyList<Device> devices, JobServices services, SiloWorkerOptions? work = null,
        CoordinatorOptions? coordination = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(devices);
        builder.UseSiloMetadata(Metadata(devices));
        WireTypes.Configure(builder.Services);
        builder.AddIncomingGrainCallFilter<FaultBoundary>();
        builder.Services.AddPlacementFilter<DeviceFilter, DeviceFilterDirector>(ServiceLifetime.Singleton);
        builder.Services
            .AddSingleton(services)
            .AddSingleton(coordination ?? new CoordinatorOptions())
            .AddSingleton<DrainingSilos>()
            .AddSingleton<MovableGrains>()
            .AddSingleton<GrainDispatcher>()
            .AddSingleton<Func<IGrainContext, StudyReminder>>(provider => grain => ActivatorUtilities.CreateInstance<StudyReminder>(
                provider, grain))
            .AddSingleton<SiloServices>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterTables>(
                provider, provider.GetRequiredService<JobServices>().Time))
            .AddSingleton(
                provider => new SiloWorker(provider.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName, devices, services, work))
            .AddSingleton(CreateDirectory)
            .AddSingleton<StudyFinder>()
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => new SiloLifetime(
                provider.GetRequiredService<SiloWorker>(), CreatePresence(provider, work), provider.GetRequiredService<StudyFinder>()));
        return builder;
    }

    /// <summary>Makes the silo a member of a cluster on PostgreSQL, or a cluster of its own.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="connection">The cluster.</param>
    /// <param name="siloPort">For other silos.</param>
    public static ISiloBuilder UseCluster(this ISiloBuilder builder, ClusterConnection connection, int siloPort)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.MembershipDatabase is { } database)
        {
            builder.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (ClientHosting.Invariant, database));
            builder.UseAdoNetReminderService(
                options => (options.Invariant, options.ConnectionString) = (ClientHosting.Invariant, database));
            builder.Configure<Orleans.Configuration.ClusterOptions>(
                options => options.ClusterId = options.ServiceId = connection.ClusterId);
        }
        else
        {
            builder.UseLocalhostClustering(
                siloPort, connection.GatewayPort, serviceId: connection.ClusterId, clusterId: connection.ClusterId);
            builder.UseInMemoryReminderService();
        }

        if (connection.Tls is { } tls)
        {
            builder.UseTls(tls.Apply);
        }

        return builder;
    }

    private static Dictionary<string, string> Metadata(IReadOnlyList<Device> devices)
    {
        var metadata = devices.ToDictionary(
            device => $"{DeviceFilterDirector.DevicesKey}.{device}",
            device => device.MemoryBytes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        metadata[DeviceFilterDirector.DevicesKey] = string.Join(',', devices.Select(d => d.Kind).Distinct());
        return metadata;
    }

    private static ClusterDirectory CreateDirectory(IServiceProvider provider)
    {
        var members = provider.GetRequiredService<IClusterMembershipService>();
        var draining = provider.GetRequiredService<DrainingSilos>();
        return new ClusterDirectory(
            provider.GetRequiredService<IGrainFactory>(),
            () => Task.FromResult<IReadOnlyList<ClusterSilo>>(
                [.. members.CurrentSnapshot.Members.Values.Select(m => new ClusterSilo(m.Name, m.SiloAddress, m.Status))]),
            draining.Set,
            provider.GetRequiredService<JobServices>().Time,
            provider.GetRequiredService<ILogger<ClusterDirectory>>());
    }

    private static SiloPresence? CreatePresence(IServiceProvider provider, SiloWorkerOptions? work)
    {
        var services = provider.GetRequiredService<JobServices>();
        return services.Silos is not { } silos ? null : new SiloPresence(
            provider.GetRequiredService<SiloWorker>(), provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId,
            provider.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint.ToString(), silos, services,
            (work ?? new SiloWorkerOptions()).Engine);
    }

    /// <summary>The worker takes jobs while the silo is active, and no longer.</summary>
    private sealed class SiloLifetime(SiloWorker worker, SiloPresence? presence, StudyFinder finder) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) =>
            lifecycle.Subscribe(nameof(SiloWorker), ServiceLifecycleStage.Active, StartAsync, StopAsync);

        private async Task StartAsync(CancellationToken cancellationToken)
        {
            if (presence is not null)
            {
                await presence.StartAsync(cancellationToken);
            }

            worker.Start();
            finder.Start();
        }

        private async Task StopAsync(CancellationToken atOnce)
        {
            await finder.StopAsync();
            // A silo that is made to stop at once does what a killed process does: nothing.
            await (atOnce.IsCancellationRequested ? worker.AbandonAsync() : worker.StopAsync());
            if (presence is not null)
            {
                await (atOnce.IsCancellationRequested ? presence.AbandonAsync() : presence.StopAsync());
            }
        }
    }
}
