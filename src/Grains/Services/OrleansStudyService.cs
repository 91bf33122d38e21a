using Experiments.Contracts;
using Experiments.Pipeline;
using Microsoft.Extensions.Logging;
using Experiments.Ports;

namespace Experiments.Grains;

/// <summary>
/// Studies whose jobs a cluster runs. What is asked of the database is answered from it, as by every engine; the cluster is asked to run, to say how far it
/// is, and for its silos.
/// </summary>
public sealed partial class OrleansStudyService : IStudyService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // A call that is on its way to a silo when that dies is answered by nobody: Orleans takes half a minute to say so, which is longer than the study needs to
    // go on elsewhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly IGrainFactory _grains;
    private readonly IStudyService _database;
    private readonly JobServices _services;
    private readonly ClusterDirectory _directory;
    private readonly TimeSpan _pause;
    private readonly ILogger _log;

    /// <param name="cluster">Connected.</param>
    /// <param name="database">The same database as the cluster's.</param>
    /// <param name="services">Of the same database.</param>
    /// <param name="pause">Between two tries while the cluster does not answer; null for a second.</param>
    public OrleansStudyService(IGrainFactory cluster, IStudyService database, JobServices services, TimeSpan? pause = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(services);
        (_grains, _database, _services, _pause) = (cluster, database, services, pause ?? TimeSpan.FromSeconds(1));
        _log = services.Logging.CreateLogger<OrleansStudyService>();
        _directory = new ClusterDirectory(cluster, ReadMembersAsync, _ => { }, services.Time, services.Logging.CreateLogger<ClusterDirectory>());
    }

    public Task<PlanSummary> PlanAsync(StudyDocument document, CancellationToken cancellationToken) => _database.PlanAsync(document, cancellationToken);

    public async Task<StudySummary> SubmitAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        var study = await _database.SubmitAsync(document, cancellationToken);
        await StartAsync(study.Name, cancellationToken);
        return study;
    }

    /// <summary>Runs the study on the cluster and follows it. Cancelled, it only stops to follow: the cluster runs on.</summary>
    public async Task<StudySummary> RunAsync(string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        await _database.GetAsync(study, cancellationToken);
        await FollowAsync(study, run: true, progress, cancellationToken);
        return await _database.GetAsync(study, cancellationToken);
    }

    public async Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        await _database.GetAsync(study, cancellationToken);
        await FollowAsync(study, run: false, progress, cancellationToken);
        return await _database.GetAsync(study, cancellationToken);
    }

    public async Task<int> ResumeAsync(string study, CancellationToken cancellationToken)
    {
        var jobs = await _database.ResumeAsync(study, cancellationToken);
        await StartAsync(study, cancellationToken);
        return jobs;
    }

    public async Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken)
    {
        var jobs = await _database.RetryFailedAsync(study, cancellationToken);
        await StartAsync(study, cancellationToken);
        return jobs;
    }

    public async Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken)
    {
        var members = await _directory.ReadMembersAsync();
        var view = await _directory.ListAsync(cancellationToken);
        return
        [
            .. members.GroupBy(m => m.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => LineOf(g.MaxBy(m => m.Address.Generation)!, view.Active.FirstOrDefault(s => s.Name == g.Key))),
        ];
    }

    public async Task<SiloLine> DrainSiloAsync(string silo, CancellationToken cancellationToken)
    {
        var members = (await _directory.ReadMembersAsync()).Where(m => m.Status == SiloStatus.Active).ToList();
        var member = members.Find(m => m.Name == silo) ?? throw new SiloNotFoundException(silo, [.. members.Select(m => m.Name).Order(StringComparer.Ordinal)]);
        var state = await Calls.AtAsync(member.Address, Device.Any, () => _grains.GetGrain<ISiloGrain>(silo).DrainAsync()).WaitAsync(cancellationToken);
        return LineOf(member, state);
    }

    /// <summary>A worker beside the cluster: both serve the ledger.</summary>
    public Task<WorkSummary> WorkAsync(WorkOptions options, CancellationToken cancellationToken) => _database.WorkAsync(options, cancellationToken);

    public Task<IReadOnlyList<WorkerLine>> ListWorkersAsync(CancellationToken cancellationToken) => _database.ListWorkersAsync(cancellationToken);

    public Task<VerifyReport> VerifyAsync(string study, double share, IProgress<VerifyProgress> progress, CancellationToken cancellationToken) =>
        _database.VerifyAsync(study, share, progress, cancellationToken);

    public Task<int> CancelAsync(string study, CancellationToken cancellationToken) => _database.CancelAsync(study, cancellationToken);

    public Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken) => _database.ListAsync(cancellationToken);

    public Task<StudySummary> GetAsync(string study, CancellationToken cancellationToken) => _database.GetAsync(study, cancellationToken);

    public Task<StudyTables> ReadTablesAsync(string study, CancellationToken cancellationToken) => _database.ReadTablesAsync(study, cancellationToken);

    public IAsyncEnumerable<StudyRow> StreamRowsAsync(string study, ResultTable table, CancellationToken cancellationToken) =>
        _database.StreamRowsAsync(study, table, cancellationToken);

    public Task<IReadOnlyList<FailedJob>> ReadFailuresAsync(string study, CancellationToken cancellationToken) => _database.ReadFailuresAsync(study, cancellationToken);

    public Task<IReadOnlyList<ExamplePicture>> ReadPicturesAsync(
        string study, string table, string? source, string attack, int count, CancellationToken cancellationToken) =>
        _database.ReadPicturesAsync(study, table, source, attack, count, cancellationToken);

    public IAsyncEnumerable<UnitPictures> ReadUnitPicturesAsync(string study, int draws, CancellationToken cancellationToken) =>
        _database.ReadUnitPicturesAsync(study, draws, cancellationToken);

    public Task<Stream> OpenWeightsAsync(string model, string? study, CancellationToken cancellationToken) => _database.OpenWeightsAsync(model, study, cancellationToken);

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

    private Task StartAsync(string study, CancellationToken cancellationToken) => _grains.GetGrain<IStudyGrain>(study).StartAsync().WaitAsync(cancellationToken);

    private async Task FollowAsync(string study, bool run, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        var observer = new StudyObserver(_services, study, TimeSpan.FromSeconds(1));
        var (seen, started, away) = (0L, false, false);
        while (true)
        {
            StudyProgress now;
            try
            {
                if (run && !started)
                {
                    await StartAsync(study, cancellationToken).WaitAsync(Patience, _services.Time, cancellationToken);
                }

                var page = await _grains.GetGrain<IStudyGrain>(study).ReadEventsAsync(seen, LongestWait).WaitAsync(Patience, _services.Time, cancellationToken);
                (seen, started, now) = (page.Last, page.Running, page.Progress);
                if (away)
                {
                    away = false;
                    ClusterBack();
                }
            }
#pragma warning disable CA1031 // A silo died, a connection broke, a call was lost: the next try finds the study elsewhere, and until then the database knows.
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
                await Task.Delay(_pause, _services.Time, cancellationToken);
            }

            progress.Report(now);
            if (now.Jobs.Over)
            {
                return;
            }
        }
    }

    private async Task<IReadOnlyList<ClusterSilo>> ReadMembersAsync()
    {
        var hosts = await _grains.GetGrain<IManagementGrain>(0).GetDetailedHosts();
        return [.. hosts.Select(h => new ClusterSilo(h.SiloName, h.SiloAddress, h.Status))];
    }
}
