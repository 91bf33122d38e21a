using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <summary>Runs studies on a cluster: it is asked to run, to say how far it is, and for its silos; the rest is the ledger's, as for every
/// engine.</summary>
public sealed partial class OrleansStudyEngine : StudyEngine
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // A call that is on its way to a silo when that dies is answered by nobody: Orleans takes half a minute to say so, which is longer than
    // the study needs to go on elsewhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly IGrainFactory _grains;
    private readonly ClusterDirectory _directory;
    private readonly TimeSpan _pause;
    private readonly ILogger _log;

    /// <param name="cluster">Connected.</param>
    /// <param name="services">Of the same database as the cluster's.</param>
    /// <param name="planner">How work is cut; null for the defaults.</param>
    /// <param name="pause">Between two tries while the cluster does not answer; null for a second.</param>
    public OrleansStudyEngine(IGrainFactory cluster, JobServices services, PlannerOptions? planner = null, TimeSpan? pause = null)
        : base(services, options: null, planner)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        (_grains, _pause) = (cluster, pause ?? TimeSpan.FromSeconds(1));
        _log = services.Logging.CreateLogger<OrleansStudyEngine>();
        _directory =
            new ClusterDirectory(cluster, ReadMembersAsync, _ => { }, services.Time, services.Logging.CreateLogger<ClusterDirectory>());
    }

    /// <summary>Runs the study on the cluster and follows it. Cancelled, it only stops to follow: the cluster runs on.</summary>
    public override Task<StudySummary> RunAsync(
        string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken) =>
        FollowAsync(study, run: true, progress, cancellationToken);

    public override Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken) =>
        FollowAsync(study, run: false, progress, cancellationToken);

    public override async Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken)
    {
        var members = await _directory.ReadMembersAsync();
        var view = await _directory.ListAsync(cancellationToken);
        return
        [
            .. members.GroupBy(m => m.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => LineOf(g.MaxBy(m => m.Address.Generation)!, view.Active.FirstOrDefault(s => s.Name == g.Key))),
        ];
    }

    public override async Task<SiloLine> DrainSiloAsync(string silo, CancellationToken cancellationToken)
    {
        var members = (await _directory.ReadMembersAsync()).Where(m => m.Status == SiloStatus.Active).ToList();
        var member = members.Find(m => m.Name == silo)
            ?? throw new SiloNotFoundException(silo, [.. members.Select(m => m.Name).Order(StringComparer.Ordinal)]);
        var state = await Calls.AtAsync(member.Address, Device.Any, () => _grains.GetGrain<ISiloGrain>(silo).DrainAsync()).WaitAsync(
            cancellationToken);
        return LineOf(member, state);
    }

    private static SiloLine LineOf(ClusterSilo member, SiloState? state) => new()
    {
        Silo = member.Name,
        State = member.Status switch
        {
            SiloStatus.Dead => SiloLineState.Lost,
            not SiloStatus.Active => SiloLineState.Changing,
            _ => state switch
            {
                null => SiloLineState.Silent,
                { Draining: true, InHand: 0 } => SiloLineState.Drained,
                { Draining: true } => SiloLineState.Draining,
                _ => SiloLineState.Active,
            },
        },
        Address = member.Address.Endpoint.ToString(),
        Devices = member.Status == SiloStatus.Active && state is not null ? [.. state.Devices.Select(d => d.Device.ToString())] : [],
        Places = state?.Places ?? 0,
        InHand = state?.InHand ?? 0,
    };

    protected override Task StartAsync(string study, CancellationToken cancellationToken) =>
        _grains.GetGrain<IStudyGrain>(study).StartAsync().WaitAsync(cancellationToken);

    private async Task<StudySummary> FollowAsync(
        string study, bool run, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        await Studies.GetAsync(study, cancellationToken);
        var observer = new StudyObserver(Services, study, TimeSpan.FromSeconds(1));
        var (seen, started, away) = (0L, false, false);
        while (true)
        {
            StudyProgress now;
            try
            {
                if (run && !started)
                {
                    await StartAsync(study, cancellationToken).WaitAsync(Patience, Services.Time, cancellationToken);
                }

                var page = await _grains.GetGrain<IStudyGrain>(study).ReadEventsAsync(seen, LongestWait).WaitAsync(
                    Patience, Services.Time, cancellationToken);
                (seen, started, now) = (page.Last, page.Running, page.Progress);
                if (away)
                {
                    away = false;
                    ClusterBack();
                }
            }
#pragma warning disable CA1031 // A silo died or a call was lost: the next try finds the study elsewhere; meanwhile the database knows.
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                started = false;
                if (!away)
                {
                    away = true;
                    ClusterAway(study, error.Message);
                }

                now = await observer.ReadAsync(cancellationToken);
                await Task.Delay(_pause, Services.Time, cancellationToken);
            }

            progress.Report(now);
            if (now.Jobs.Over)
            {
                return await Studies.GetAsync(study, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<ClusterSilo>> ReadMembersAsync()
    {
        var hosts = await _grains.GetGrain<IManagementGrain>(0).GetDetailedHosts();
        return [.. hosts.Select(h => new ClusterSilo(h.SiloName, h.SiloAddress, h.Status))];
    }
}
