using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Services;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Cluster;

/// <summary>
/// Runs one study on a cluster: leases its ready jobs, as many as fall to it of the silos' places, and hands each to the silo that the
/// <see cref="PlacementPolicy"/> picks. It computes nothing and keeps nothing that the ledger does not have: lost at any moment, another
/// coordinator reads the ledger anywhere and goes on, and two at the same time do no harm but for some leases given back.
/// </summary>
/// <remarks>One <see cref="RunAsync"/> at a time; the other members are safe for any number of threads.</remarks>
public sealed partial class StudyCoordinator
{
    private readonly string _study;
    private readonly WorkerId _self;
    private readonly JobServices _services;
    private readonly ISiloDirectory _directory;
    private readonly IJobDispatcher _dispatcher;
    private readonly CoordinatorOptions _options;
    private readonly PlacementPolicy _policy;
    private readonly ILogger _log;
    private readonly StudyEventLog _events;
    private readonly StudyObserver _observer;
    private readonly ClusterPicture _picture = new();
    private readonly HashSet<string> _missing = [];
    private readonly List<DoubtfulOffer> _doubtful = [];
    private StorageCalls _storage = null!;
    private Dictionary<JobKey, string> _names = [];
    private CancellationToken _stop;
    private long _reconciledAt;
    private long _demandsReadAt = long.MinValue;
    private int _passedOver;
    private volatile bool _running;

    /// <param name="study">The study's name; it has been submitted.</param>
    /// <param name="self">In whose name jobs are leased until a silo has them.</param>
    /// <param name="services">The ledger and the results.</param>
    /// <param name="directory">The silos.</param>
    /// <param name="dispatcher">The way to them.</param>
    /// <param name="options">Null for the defaults.</param>
    public StudyCoordinator(
        string study, WorkerId self, JobServices services, ISiloDirectory directory, IJobDispatcher dispatcher,
        CoordinatorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(study);
        ArgumentNullException.ThrowIfNull(services);
        (_study, _self, _services, _directory, _dispatcher) = (study, self, services, directory, dispatcher);
        _options = options ?? new CoordinatorOptions();
        _policy = new PlacementPolicy(_options.Placement);
        _log = services.Logging.CreateLogger<StudyCoordinator>();
        _events = new StudyEventLog(services.Time.GetUtcNow());
        _observer = new StudyObserver(services, study, _options.Engine.WatchInterval);
    }

    /// <summary>Runs until no job of the study can run any more.</summary>
    /// <exception cref="StorageException">The ledger cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; jobs leased go on, another coordinator finds them.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        _stop = stop;
        _storage = new StorageCalls(_services, _options.Engine, stop);
        _running = true;
        try
        {
            var names = await _storage.TryAsync(() => _services.Results.ReadStudyJobsAsync(_study, stop));
            _names = names.GroupBy(n => n.Job).ToDictionary(g => g.Key, g => JobNames.Describe(g.First()));
            await ReconcileAsync();
            TakenUp(_study, _picture.Leased);
            _events.Add(StudyEventKind.Resumed, null, _study, null);
            while (!await StepAsync())
            {
            }
        }
        finally
        {
            _running = false;
        }
    }

    /// <summary>A silo says that a job has left it. Said twice, late or by a silo that lost the job long ago, it changes nothing.</summary>
    public void JobEnded(JobEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        if (_picture.End(end))
        {
            var kind = end.Kind switch
            {
                JobEndKind.Done => StudyEventKind.Done,
                JobEndKind.Failed => StudyEventKind.Failed,
                _ => StudyEventKind.Returned,
            };
            _events.Add(kind, end.Job, NameOf(end.Job), end.Silo.Name);
        }
    }

    /// <summary>Events after a number, as soon as there are any, or the study's state after the time.</summary>
    /// <param name="after">The last number that the caller has seen; 0 for none.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<StudyEventPage> ReadEventsAsync(long after, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _events.WaitAsync(after, timeout, _services.Time, cancellationToken);
        var progress = await _observer.ReadAsync(cancellationToken);
        var (events, missed, last) = _events.After(after);
        return new StudyEventPage(events, missed && after > 0, last, progress, _running);
    }

    /// <returns>True when nothing can run any more.</returns>
    private async Task<bool> StepAsync()
    {
        _stop.ThrowIfCancellationRequested();
        // Taken before the look: what happens between the look and the wait is not missed.
        var changed = _picture.NextChange();
        if (_services.Time.GetElapsedTime(_reconciledAt) >= _options.Reconcile || _picture.Update(await ListAsync()))
        {
            await ReconcileAsync();
        }

        var (claimed, handed) = await HandOutAsync();
        if (claimed == 0 && _picture.Leased == 0)
        {
            var counts = await _storage.TryAsync(() => _services.Ledger.CountAsync(_study, _stop));
            if (counts.Over && !(counts.Unknown > 0 && await CanBeRunAsync()))
            {
                StudyFinished(_study, counts.Done, counts.Total);
                _events.Add(StudyEventKind.Finished, null, _study, null);
                return true;
            }
        }

        if (handed == 0 || _picture.Free == 0)
        {
            await WaitAsync(changed, forWork: claimed == 0 && _picture.Free > 0);
        }

        return false;
    }

    /// <summary>Leases as many jobs as there are places and hands them out.</summary>
    private async Task<(int Claimed, int Handed)> HandOutAsync()
    {
        var free = _picture.Free;
        if (free == 0)
        {
            return (0, 0);
        }

        // Urgent jobs that want a device which has no place must not hide less urgent ones that could run.
        var request = Request(Math.Min(_options.LeaseAtOnce, free)) with { Beyond = Math.Min(_passedOver, _options.LeaseAtOnce) };
        var leases = await _storage.TryAsync(() => _services.Ledger.LeaseAsync(request, _stop));
        var back = new List<JobLease>();
        var offers = new List<Task<JobLease?>>();
        foreach (var lease in leases)
        {
            var needs = JobNeeds.Of(lease);
            if (_picture.Place(lease, needs, _policy) is { } silo)
            {
                offers.Add(OfferAsync(lease, needs, silo));
            }
            else
            {
                back.Add(lease);
            }
        }

        _passedOver = back.Count;
        back.AddRange((await Task.WhenAll(offers)).OfType<JobLease>());
        if (back.Count > 0)
        {
            await _storage.TryAsync(async () =>
            {
                await _services.Ledger.ReleaseAsync(back, _stop);
                return true;
            });
        }

        if (leases.Count < request.Count + request.Beyond || back.Count > 0)
        {
            await NoteMissingAsync();
        }

        return (leases.Count, leases.Count - back.Count);
    }

    private LeaseRequest Request(int count) => new(_study, _self, count, _options.HandOver)
    {
        Abilities = _picture.Abilities, ClusterPlaces = _picture.Places,
    };

    /// <summary>Places are kept for the study as long as it has a coordinator, but not those that it has just been seen to have no use for:
    /// its jobs want other silos.</summary>
    private async Task KeepPlacesAsync()
    {
        var time = _passedOver == 0 && await HasUseAsync() ? _options.KeepPlaces : TimeSpan.Zero;
        await _storage.TryAsync(async () =>
        {
            await _services.Ledger.KeepPlacesAsync(_study, time, _stop);
            return true;
        });
    }

    /// <summary>False where places are free and the study's ready jobs can take none of them. Such jobs are not leased, so what was passed
    /// over does not show them.</summary>
    private async Task<bool> HasUseAsync() =>
        _picture.Free == 0 || await FindDemandsAsync() is not { Count: > 0 } demands || demands.Any(_picture.CanPlace);

    /// <returns>Null when the silo has the job; the lease when it has to be given back.</returns>
    private async Task<JobLease?> OfferAsync(JobLease lease, JobNeeds needs, string silo)
    {
        var ticket = new JobTicket(
            _study, lease.Job.Key, lease.Token, NameOf(lease.Job.Key), needs.Device, needs.Models,
            lease.Job.Kind == JobKinds.Train.Name)
        {
            Slice = needs.Slice, Kind = needs.Kind, MemoryBytes = needs.MemoryBytes,
        };
        var answer = await AskAsync(lease, ticket, silo);
        for (HashSet<string> refused = [silo]; answer.Kind == JobAnswerKind.CannotRun; refused.Add(silo))
        {
            if (_picture.Place(lease, needs, _policy, refused) is not { } other)
            {
                break;
            }

            silo = other;
            answer = await AskAsync(lease, ticket, silo);
        }

        switch (answer.Kind)
        {
            case JobAnswerKind.Accepted:
                return null;
            case JobAnswerKind.Unreachable:
                // Perhaps the silo has it after all: the lease, which is short, decides, or the membership's word that the silo is gone.
                _doubtful.Add(new DoubtfulOffer(lease, silo, _services.Time.GetTimestamp()));
                _events.Add(StudyEventKind.Returned, lease.Job.Key, ticket.Name, silo);
                return null;
            case JobAnswerKind.Stale:
                // Somebody else's.
                _events.Add(StudyEventKind.Returned, lease.Job.Key, ticket.Name, silo);
                return null;
            default:
                _events.Add(StudyEventKind.Returned, lease.Job.Key, ticket.Name, silo);
                return lease;
        }
    }

    private async Task<JobAnswer> AskAsync(JobLease lease, JobTicket ticket, string silo)
    {
        _events.Add(StudyEventKind.Started, lease.Job.Key, ticket.Name, silo);
        var answer = await _dispatcher.DispatchAsync(silo, ticket, _stop);
        _picture.Answered(lease, silo, answer);
        EngineTelemetry.Offered(answer.Kind);
        return answer;
    }

    /// <summary>Compares the jobs leased with the ledger, ends the leases of silos that are gone, and adopts what another coordinator
    /// handed out.</summary>
    private async Task ReconcileAsync()
    {
        var view = await ListAsync();
        _picture.Update(view);
        await KeepPlacesAsync();
        var leased = await _storage.TryAsync(() => _services.Ledger.ListLeasedAsync(_study, _stop));
        foreach (var worker in leased.Select(l => l.Worker).Distinct().Where(w => ClusterPicture.IsGone(w, view)))
        {
            var jobs = await _storage.TryAsync(() => _services.Ledger.EndLeasesOfAsync(worker, _stop));
            SiloGone(_study, SiloWorker.SiloOf(worker)!, jobs);
            EngineTelemetry.SiloLost();
            _events.Add(StudyEventKind.SiloLost, null, $"{jobs} jobs run again", SiloWorker.SiloOf(worker));
        }

        await SettleDoubtfulAsync(view);
        _reconciledAt = _services.Time.GetTimestamp();
        var ended = _picture.Reconcile([.. leased.Where(l => !ClusterPicture.IsGone(l.Worker, view))]);
        if (ended.Count > 0)
        {
            // The silo's word about these is late or lost.
            var done = await _storage.TryAsync(() => _services.Ledger.FindDoneAsync([.. ended.Select(e => e.Job)], _stop));
            foreach (var (job, silo) in ended)
            {
                _events.Add(done.Contains(job) ? StudyEventKind.Done : StudyEventKind.Returned, job, NameOf(job), silo);
            }
        }
    }

    /// <summary>Gives back what was offered to silos that are gone; what their silence left open otherwise, the leases have decided by
    /// then.</summary>
    private async Task SettleDoubtfulAsync(SiloView view)
    {
        var back = _doubtful.Where(d => view.Gone.Contains(d.Silo)).Select(d => d.Lease).ToList();
        if (back.Count > 0)
        {
            await _storage.TryAsync(async () =>
            {
                await _services.Ledger.ReleaseAsync(back, _stop);
                return true;
            });
        }

        _doubtful.RemoveAll(d => view.Gone.Contains(d.Silo) || _services.Time.GetElapsedTime(d.OfferedAt) > _options.HandOver);
    }

    private async Task WaitAsync(Task changed, bool forWork)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        var wait = forWork ? WorkAsync(enough.Token) : PauseAsync(enough.Token);
        await Task.WhenAny(changed, wait);
#pragma warning disable CA1849 // On the thread pool the wait's end would come later than the next lease needs.
        enough.Cancel();
#pragma warning restore CA1849
        await wait;
        _stop.ThrowIfCancellationRequested();
    }

    private async Task WorkAsync(CancellationToken enough)
    {
        try
        {
            await _services.Ledger.WaitForJobsAsync(Request(count: 1), _options.Engine.Poll, enough);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
        }
        catch (StorageException)
        {
            // The next lease meets the same fault and deals with it; not at once, though.
            await PauseAsync(enough);
        }
    }

    private async Task PauseAsync(CancellationToken enough)
    {
        try
        {
            await Task.Delay(_options.Engine.Poll, _services.Time, enough);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
        }
    }

    /// <summary>Says once of each device, kind and need of memory that no silo has it; now and then, since silos come and go.</summary>
    private async Task NoteMissingAsync()
    {
        if (_demandsReadAt != long.MinValue && _services.Time.GetElapsedTime(_demandsReadAt) < _options.Reconcile)
        {
            return;
        }

        _demandsReadAt = _services.Time.GetTimestamp();
        foreach (var demand in (await FindDemandsAsync()).Where(demand => !_picture.CanRun(demand)))
        {
            var want = _picture.CanRun(demand with { LeastMemoryBytes = 0 }) ? $"memory of {MemoryText.Of(demand.LeastMemoryBytes)}"
                : _picture.CanRun(demand with { LeastMemoryBytes = 0, Device = Device.Cpu }) ? $"device '{demand.Device}'"
                : $"job kind {demand.Kind} version {demand.Version}";
            if (_missing.Add(want))
            {
                var name = NameOf(demand.Example);
                SiloMissing(_study, name, want);
                _events.Add(StudyEventKind.NoDevice, demand.Example, $"{name} wants {want}, which no silo has", null);
            }
        }
    }

    /// <summary>Jobs that this program does not know are ready, and a silo is there that does.</summary>
    private async Task<bool> CanBeRunAsync() => (await FindDemandsAsync()).Any(_picture.CanRun);

    private Task<IReadOnlyList<JobDemand>> FindDemandsAsync() =>
        _storage.TryAsync(() => _services.Ledger.FindDemandsAsync(_study, _stop));

    private Task<SiloView> ListAsync() => _directory.ListAsync(_stop);

    private string NameOf(JobKey job) => _names.TryGetValue(job, out var name) ? name : job.Short;

    /// <param name="Lease">What was offered.</param>
    /// <param name="Silo">To whom; it has not answered.</param>
    /// <param name="OfferedAt">A timestamp.</param>
    private sealed record DoubtfulOffer(JobLease Lease, string Silo, long OfferedAt);
}
