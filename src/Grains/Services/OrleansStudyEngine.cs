using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <summary>Runs studies on a cluster. What is stored is written and read in the database, which needs no silo; the cluster is asked to run
/// and to say how far it is, over a connection that is made when it is needed first.</summary>
public sealed partial class OrleansStudyEngine : StudyEngine
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // A call that is on its way to a silo when that dies is answered by nobody: Orleans takes half a minute to say so, which is longer than
    // the study needs to go on elsewhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    // A word that saves the silos a look at the database is not waited for longer than they take for that look.
    private static readonly TimeSpan NudgePatience = TimeSpan.FromSeconds(5);

    // A silo says what it does every two seconds.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(1);

    private readonly Func<CancellationToken, Task<IGrainFactory>> _connect;
    private readonly string _cluster;
    private readonly TimeSpan _pause;
    private readonly ILogger _log;

    /// <param name="connect">Connects, or gives the connection that there is; throws <see cref="ClusterUnavailableException"/>.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="services">Of the same database as the cluster's.</param>
    /// <param name="planner">How work is cut; null for the defaults.</param>
    /// <param name="pause">Between two tries while the cluster does not answer; null for a second.</param>
    public OrleansStudyEngine(
        Func<CancellationToken, Task<IGrainFactory>> connect, string cluster, JobServices services, PlannerOptions? planner = null,
        TimeSpan? pause = null)
        : base(services, options: null, planner)
    {
        ArgumentNullException.ThrowIfNull(connect);
        (_connect, _cluster, _pause) = (connect, cluster, pause ?? TimeSpan.FromSeconds(1));
        _log = services.Logging.CreateLogger<OrleansStudyEngine>();
    }

    /// <param name="connected">A client of the cluster.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="services">Of the same database as the cluster's.</param>
    /// <param name="planner">How work is cut; null for the defaults.</param>
    /// <param name="pause">Between two tries while the cluster does not answer; null for a second.</param>
    public OrleansStudyEngine(
        IGrainFactory connected, string cluster, JobServices services, PlannerOptions? planner = null, TimeSpan? pause = null)
        : this(_ => Task.FromResult(connected), cluster, services, planner, pause)
    {
    }

    private ISiloTable Silos => Services.Silos ?? throw new NotAClusterException();

    /// <summary>Runs the study on the cluster and follows it. Cancelled, it only stops to follow: the cluster runs on.</summary>
    public override Task<StudySummary> RunAsync(
        string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken) =>
        FollowAsync(study, run: true, progress, cancellationToken);

    public override Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken) =>
        FollowAsync(study, run: false, progress, cancellationToken);

    public override async Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken) =>
        [.. (await Silos.ListAsync(_cluster, cancellationToken)).Select(LineOf)];

    public override async Task<IReadOnlyList<WantedDevices>> ListWantedDevicesAsync(CancellationToken cancellationToken)
    {
        var alive = (await ListSilosAsync(cancellationToken)).Where(silo => silo.State is SiloLineState.Active or SiloLineState.Draining)
            .ToList();
        var devices = alive.Sum(silo => silo.Devices.Count);
        var places = devices == 0 ? DeviceWishes.UsualPlaces : Math.Max(1, alive.Sum(silo => silo.Places) / devices);
        return DeviceWishes.Of(await Services.Ledger.CountByDeviceAsync(cancellationToken), places);
    }

    public override async Task<SiloLine> DrainSiloAsync(string silo, bool drain, CancellationToken cancellationToken)
    {
        await Silos.AskToDrainAsync(_cluster, silo, drain, cancellationToken);
        var silos = await ListSilosAsync(cancellationToken);
        var line = silos.FirstOrDefault(line => line.Silo == silo)
            ?? throw new SiloNotFoundException(silo, [.. silos.Where(line => line.State != SiloLineState.Lost).Select(line => line.Silo)]);
        if (line.State is not (SiloLineState.Lost or SiloLineState.Silent))
        {
            await NudgeAsync(
                grains => drain ? grains.GetGrain<ISiloGrain>(silo).DrainAsync() : grains.GetGrain<ISiloGrain>(silo).UndrainAsync(),
                error => SiloNotTold(silo, error), cancellationToken);
        }

        return line;
    }

    private SiloLine LineOf(ReportedSilo silo)
    {
        var (report, silence) = (silo.Report, Services.Time.GetUtcNow() - silo.LastSeenAt);
        return new SiloLine
        {
            Silo = report.Name,
            State = report.Ended || silence > LongestAbsence ? SiloLineState.Lost
                : silence > LongestSilence ? SiloLineState.Silent
                : !silo.Drains ? SiloLineState.Active
                : report.InHand > 0 ? SiloLineState.Draining
                : SiloLineState.Drained,
            Address = report.Address,
            Program = report.Program,
            Devices = report.Devices,
            MemoryBytes = report.MemoryBytes,
            Places = report.Places,
            InHand = report.InHand,
        };
    }

    /// <summary>The study is in the database, where the silos find it within seconds; told, they begin at once.</summary>
    protected override Task StartAsync(string study, CancellationToken cancellationToken) => NudgeAsync(
        grains => grains.GetGrain<IStudyGrain>(study).StartAsync(), error => StudyNotTold(study, error), cancellationToken);

    /// <summary>Says something to the cluster that it finds out by itself otherwise.</summary>
    private async Task NudgeAsync(Func<IGrainFactory, Task> tell, Action<string> fail, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(NudgePatience);
        try
        {
            await tell(await _connect(patience.Token)).WaitAsync(patience.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is ClusterUnavailableException or ClusterFaultException or OrleansException or TimeoutException
                or OperationCanceledException)
        {
            fail(error is OperationCanceledException ? $"no answer within {NudgePatience.TotalSeconds:0} s" : error.Message);
        }
    }

    private async Task<StudySummary> FollowAsync(
        string study, bool run, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        await Studies.GetAsync(study, cancellationToken);
        var grains = await _connect(cancellationToken);
        var observer = new StudyObserver(Services, study, TimeSpan.FromSeconds(1));
        var (seen, started, away) = (0L, false, false);
        while (true)
        {
            StudyProgress now;
            try
            {
                if (run && !started)
                {
                    await grains.GetGrain<IStudyGrain>(study).StartAsync().WaitAsync(Patience, Services.Time, cancellationToken);
                }

                var page = await grains.GetGrain<IStudyGrain>(study).ReadEventsAsync(seen, LongestWait, cancellationToken).WaitAsync(
                    Patience, Services.Time, cancellationToken);
                if (started && page is { Running: false, Fault: { } fault })
                {
                    throw new ClusterFaultException($"study {study}: {fault}", transient: false);
                }

                (seen, started, now) = (page.Last, page.Running, page.Progress);
                if (away)
                {
                    away = false;
                    ClusterBack();
                }
            }
#pragma warning disable CA1031 // A silo died or a call was lost: the next try finds the study elsewhere; meanwhile the database knows.
            catch (Exception error) when (
                error is not ClusterFaultException { Transient: false } && !cancellationToken.IsCancellationRequested)
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
}
