using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Ports;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Experiments.Grains.Tests;

/// <summary>Silos in this process with the real runtime between them, on one database.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    /// <summary>From a silo's death to the others' word: unanswered probes times their interval, with room for a busy machine.</summary>
    public static readonly TimeSpan Detection = TimeSpan.FromSeconds(10);

    private static readonly EngineOptions Quick = new()
    {
        Poll = TimeSpan.FromMilliseconds(50), WatchInterval = TimeSpan.FromMilliseconds(100), Lease = TimeSpan.FromMinutes(2),
    };

    private TestSilos(InProcessTestCluster cluster) => Cluster = cluster;

    public InProcessTestCluster Cluster { get; }

    public IGrainFactory Grains => Cluster.Client;

    public static async Task<TestSilos> StartAsync(
        JobServices services, short silos = 3, Func<string, IReadOnlyList<Device>>? devices = null, int places = 2,
        IIncomingGrainCallFilter? filter = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.Configure<ClusterMembershipOptions>(
                o => (o.ProbeTimeout, o.NumMissedProbesLimit, o.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(1), 2, 1));
            if (filter is not null)
            {
                silo.AddIncomingGrainCallFilter(filter);
            }

            silo.AddExperiments(
                devices?.Invoke(options.SiloName) ?? [new Device(Device.Cpu, 0, 0)],
                services,
                new SiloWorkerOptions { Engine = Quick, PlacesPerDevice = places },
                new CoordinatorOptions { Engine = Quick, Reconcile = TimeSpan.FromSeconds(1) });
        });
        builder.ConfigureClient(client => client.AddExperiments());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilos(cluster);
    }

    public OrleansStudyEngine Engine(JobServices services) =>
        new(Cluster.Client, Cluster.Options.ClusterId, services, new PlannerOptions { ShardImages = 8 }, TimeSpan.FromMilliseconds(200));

    /// <summary>The silo that a grain lives on; null where it is not active.</summary>
    public async Task<InProcessSiloHandle?> FindAsync(IAddressable grain) =>
        await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) is { } address ? Cluster.GetSiloForAddress(address) : null;

    public async ValueTask DisposeAsync()
    {
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
    }
}
