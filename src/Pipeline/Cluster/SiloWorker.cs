using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Cluster;

/// <summary>
/// What a silo does with jobs: takes them over in the ledger, runs each on a lane of its devices through the same <see cref="JobRunner"/>
/// as every engine, renews its leases, commits, and tells the coordinator that it is done. Lost at any moment, it loses the jobs in hand
/// and nothing else. Safe for any number of threads.
/// </summary>
public sealed partial class SiloWorker : IAsyncDisposable
{
    private const string HostPrefix = "silo:";

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private static readonly IReadOnlyList<KindVersion> Known = [.. JobKinds.All.Select(kind => new KindVersion(kind.Name, kind.Version))];

    private readonly JobServices _services;
    private readonly SiloWorkerOptions _options;
    private readonly ILogger _log;
    private readonly ProgressTracker _tracker;
    private readonly JobsInHand _jobs;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly JobInputs _inputs;
    private readonly LaneSlot[] _lanes;
    private readonly Dictionary<JobKey, TakenJob> _taken = [];
    private readonly RecentModels _recent = new(capacity: 64);
    private Task _background = Task.CompletedTask;
    private bool _draining;
    private bool _leaving;
    private bool _stopped;
    private long _version;

    /// <param name="name">The silo's name, unique in the cluster.</param>
    /// <param name="devices">At least one.</param>
    /// <param name="services">What the jobs share.</param>
    /// <param name="options">Null for the defaults.</param>
    public SiloWorker(string name, IReadOnlyList<Device> devices, JobServices services, SiloWorkerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentOutOfRangeException.ThrowIfZero(devices.Count);
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _options = options ?? new SiloWorkerOptions();
        _log = services.Logging.CreateLogger<SiloWorker>();
        Name = name;
        Worker = JobsInHand.CurrentWorker() with { Host = HostPrefix + name };
        _tracker = ProgressTracker.ForAnyStudy(services, _options.Engine);
        _jobs = new JobsInHand(Worker, services, _options.Engine, _tracker, _stop.Token, _options.PlacesPerDevice);
        _inputs = new JobInputs(services);
        _lanes = [.. devices.Select(device => LaneSlot.Open(device, _options.PlacesPerDevice, services, _inputs))];
    }

    public string Name { get; }

    /// <summary>The silo in the ledger. Its host is the silo's name: silos of one machine, or of one process, are workers of their
    /// own.</summary>
    public WorkerId Worker { get; }

    /// <summary>The silo's name if the worker is one; null for other workers.</summary>
    internal static string? SiloOf(WorkerId worker) =>
        worker.Host.StartsWith(HostPrefix, StringComparison.Ordinal) ? worker.Host[HostPrefix.Length..] : null;

    /// <summary>Decodes a slice's images unless they are.</summary>
    /// <param name="slice">As the settings of jobs write it.</param>
    /// <returns>How many the slice has.</returns>
    public int LoadSlice(string slice) =>
        _inputs.LoadImages(JobSettings.Codec.Read<DataSettings>(JsonNode.Parse(slice)!.AsObject(), "slice")).Count;

    /// <summary>Begins to renew leases and to report.</summary>
    public void Start()
    {
        var devices = string.Join(", ", _lanes.Select(l => l.Lane.Device));
        Started(Name, devices);
        _background = Task.WhenAll(_jobs.RenewAsync(), _jobs.ReportAsync(_lanes.Length * _options.PlacesPerDevice));
    }

    /// <summary>Takes a job over and starts it; returns before it ends. The same ticket twice is one job; a newer ticket of a job replaces
    /// the older.</summary>
    /// <param name="ticket">The job.</param>
    /// <param name="ended">Told when the job has left; what it throws is logged.</param>
    /// <param name="cancellationToken">Ends the call; the job goes on.</param>
    public async Task<JobAnswer> AcceptAsync(JobTicket ticket, Func<JobEnd, Task> ended, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(ended);
        var taken = new TakenJob(ticket);
        if (Reserve(taken) is { } refusal)
        {
            return Answer(refusal);
        }

        try
        {
            var lease = await _services.Ledger.HandOverAsync(ticket.Job, ticket.Token, Worker, _options.Engine.Lease, cancellationToken);
            if (lease is null)
            {
                Leave(taken);
                return Answer(JobAnswerKind.Stale);
            }

            if (!Knows(new KindVersion(lease.Job.Kind, lease.Job.Version)))
            {
                // A ticket that does not say what it is, from a coordinator that does not ask who knows it.
                await _services.Ledger.ReleaseAsync([lease], cancellationToken);
                Leave(taken);
                return Answer(JobAnswerKind.CannotRun);
            }

            _tracker.Name(ticket.Job, ticket.Name);
            // What the job says from here on, wherever it says it.
            using var scope = _log.BeginScope(
                new Dictionary<string, object?> { ["Study"] = ticket.Study, ["Job"] = ticket.Job.Short, ["Name"] = ticket.Name });
            taken.Hand = _jobs.Start(lease, taken.Slot!.Runner);
            taken.Followed = FollowAsync(taken, ended);
            return Answer(JobAnswerKind.Accepted);
        }
        catch (StorageException error)
        {
            Leave(taken);
            TicketFailed(ticket.Name, ticket.Job.Short, error.Message);
            return Answer(JobAnswerKind.Unreachable);
        }
        catch
        {
            Leave(taken);
            throw;
        }
    }

    public SiloState State()
    {
        lock (_gate)
        {
            return new SiloState
            {
                Name = Name,
                Worker = Worker,
                Version = ++_version,
                Devices = [.. _lanes.Select(l => new DeviceState(l.Lane.Device, l.InHand))],
                PlacesPerDevice = _options.PlacesPerDevice,
                Draining = _draining || _leaving || _stopped,
                Program = SiloProgram.Version,
                Kinds = _options.Kinds ?? Known,
                MemoryBytes = _services.MemoryBytes,
                MemoryInHand = MemoryInHand,
                Models = _recent.List(),
            };
        }
    }

    /// <summary>Finishes what it has and takes no more while that is asked for; takes jobs again afterwards.</summary>
    public void AskToDrain(bool drain)
    {
        int jobs;
        lock (_gate)
        {
            if (drain == _draining)
            {
                return;
            }

            _draining = drain;
            jobs = _taken.Count;
        }

        if (drain)
        {
            DrainBegan(Name, jobs);
        }
        else
        {
            DrainEnded(Name);
        }
    }

    /// <summary>Takes no more jobs, whatever is asked of it, and finishes those in hand: the machine will be taken away.</summary>
    /// <param name="grace">The longest wait; what is not finished then is given back by <see cref="StopAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when nothing is in hand any more.</returns>
    public async Task<bool> LeaveAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        int jobs;
        lock (_gate)
        {
            _leaving = true;
            jobs = _taken.Count;
        }

        LeaveBegan(Name, jobs, grace.TotalSeconds);
        try
        {
            await FinishAsync(cancellationToken).WaitAsync(grace, _services.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                jobs = _taken.Count;
            }

            GraceOver(Name, jobs);
            return false;
        }
    }

    /// <summary>Stops the jobs in hand, gives them back and closes the lanes.</summary>
    public async Task StopAsync()
    {
        List<TakenJob> taken;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            taken = [.. _taken.Values];
        }

        await _stop.CancelAsync();
        await _jobs.GiveBackAsync();
        await Task.WhenAll(taken.Select(t => t.Followed));
        await _background;
        foreach (var slot in _lanes)
        {
            slot.Lane.Dispose();
        }
    }

    /// <summary>Stops as a process does that is killed: nothing is given back or told, the leases stay until somebody ends them.</summary>
    public async Task AbandonAsync()
    {
        lock (_gate)
        {
            _stopped = true;
        }

        await _stop.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            List<Task> followed;
            lock (_gate)
            {
                if (_taken.Count == 0)
                {
                    return;
                }

                // One that is just being taken over is followed a moment later.
                followed = [.. _taken.Values.Select(taken => taken.Followed).Where(task => !task.IsCompleted)];
            }

            await (followed.Count > 0 ? Task.WhenAll(followed) : Task.Delay(Moment, _services.Time, cancellationToken));
        }
    }

    private long MemoryInHand => _taken.Values.Sum(taken => taken.Ticket.MemoryBytes);

    private bool Knows(KindVersion kind) => (_options.Kinds ?? Known).Contains(kind);

    /// <summary>Knows the kind and is large enough, and so is a device of the wanted kind; where none is of that kind, that is for
    /// <see cref="LaneChoice"/> to say.</summary>
    private bool CanRun(JobTicket ticket)
    {
        var devices = _lanes.Select(lane => lane.Lane.Device).ToList();
        return (ticket.Kind is not { } kind || Knows(kind)) && ticket.MemoryBytes <= _services.MemoryBytes
            && (LaneChoice.BestRank(ticket.Device, devices, ticket.MemoryBytes) != LaneChoice.None
                || LaneChoice.BestRank(ticket.Device, devices) == LaneChoice.None);
    }

    /// <summary>Takes a place on the emptiest lane that fits; null when it did, or else what to answer.</summary>
    private JobAnswerKind? Reserve(TakenJob job)
    {
        lock (_gate)
        {
            if (_taken.TryGetValue(job.Ticket.Job, out var other))
            {
                if (other.Ticket.Token >= job.Ticket.Token)
                {
                    return other.Ticket.Token == job.Ticket.Token ? JobAnswerKind.Accepted : JobAnswerKind.Stale;
                }

                // Its lease was lost without the silo hearing of it.
                other.Hand?.Abandon();
                Free(other);
            }

            if (_draining || _leaving || _stopped)
            {
                return JobAnswerKind.Draining;
            }

            if (!CanRun(job.Ticket))
            {
                return JobAnswerKind.CannotRun;
            }

            if (job.Ticket.MemoryBytes > _services.MemoryBytes - MemoryInHand)
            {
                return JobAnswerKind.Full;
            }

            var lanes = _lanes.Select(lane => (lane.Lane.Device, lane.InHand)).ToList();
            if (LaneChoice.Of(job.Ticket.Device, lanes, _options.PlacesPerDevice, job.Ticket.MemoryBytes) is not { } choice)
            {
                return JobAnswerKind.Full;
            }

            var slot = _lanes[choice.Lane];
            slot.InHand++;
            job.Slot = slot;
            _taken[job.Ticket.Job] = job;
            _recent.Use(job.Ticket.Models);
            return null;
        }
    }

    private void Leave(TakenJob job)
    {
        lock (_gate)
        {
            Free(job);
        }
    }

    private void Free(TakenJob job)
    {
        if (job.Slot is { } slot)
        {
            slot.InHand--;
            job.Slot = null;
        }

        if (_taken.TryGetValue(job.Ticket.Job, out var current) && ReferenceEquals(current, job))
        {
            _taken.Remove(job.Ticket.Job);
        }
    }

    private JobAnswer Answer(JobAnswerKind kind) => new(kind, State());

    private async Task FollowAsync(TakenJob job, Func<JobEnd, Task> ended)
    {
        var (ticket, hand) = (job.Ticket, job.Hand!);
        try
        {
            await hand.Ended;
        }
#pragma warning disable CA1031 // A fault of the database that does not pass: the job comes back when its lease ends.
        catch (Exception error)
#pragma warning restore CA1031
        {
            JobLost(ticket.Name, ticket.Job.Short, error.Message);
            hand.Abandon();
        }

        Leave(job);
        var kind = hand.Outcome ?? (hand.Abandoned ? JobEndKind.Lost : JobEndKind.GivenBack);
        if (kind == JobEndKind.GivenBack)
        {
            // Only the silo's stop ends a job like this; what it gives back is told by the ledger.
            return;
        }

        _jobs.Drop(hand);
        try
        {
            await ended(new JobEnd(ticket.Job, ticket.Token, kind, State()));
        }
#pragma warning disable CA1031 // A courtesy over any transport: the coordinator finds the job's end in the ledger.
        catch (Exception error)
#pragma warning restore CA1031
        {
            EndUntold(ticket.Name, ticket.Job.Short, error.Message);
        }
    }

    /// <summary>A lane, what runs jobs on it, and how many it has.</summary>
    private sealed class LaneSlot(DeviceLane lane, JobRunner runner)
    {
        internal DeviceLane Lane { get; } = lane;

        internal JobRunner Runner { get; } = runner;

        internal int InHand { get; set; }

        internal static LaneSlot Open(Device device, int places, JobServices services, JobInputs inputs)
        {
            var lane = new DeviceLane(device, places, services.Threads);
            return new LaneSlot(lane, new JobRunner(services with { Compute = lane, Backends = services.Backends.On(device) }, inputs));
        }
    }

    private sealed class TakenJob(JobTicket ticket)
    {
        internal JobTicket Ticket { get; } = ticket;

        internal LaneSlot? Slot { get; set; }

        internal JobInHand? Hand { get; set; }

        internal Task Followed { get; set; } = Task.CompletedTask;
    }
}

/// <summary>The models that were used last.</summary>
internal sealed class RecentModels(int capacity)
{
    private readonly LinkedList<JobKey> _byUse = new();

    internal void Use(IReadOnlyList<JobKey> models)
    {
        foreach (var model in models)
        {
            _byUse.Remove(model);
            _byUse.AddFirst(model);
        }

        while (_byUse.Count > capacity)
        {
            _byUse.RemoveLast();
        }
    }

    internal IReadOnlyList<JobKey> List() => [.. _byUse];
}
