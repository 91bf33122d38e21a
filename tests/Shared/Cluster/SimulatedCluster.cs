using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;
using Experiments.Ports;

namespace Experiments.Simulation;

/// <summary>Silos that take time instead of computing, on a virtual clock. They keep to the protocol of real ones: take over, renew,
/// commit, tell.</summary>
/// <param name="clock">Everybody's clock.</param>
/// <param name="ledger">Everybody's ledger.</param>
/// <param name="duration">How long a try of a job computes on a device of a silo.</param>
internal sealed class SimulatedCluster(VirtualClock clock, MemoryLedger ledger, Func<Job, string, TimeSpan> duration)
    : ISiloDirectory, IJobDispatcher
{
    private readonly Dictionary<string, SimulatedSilo> _silos = [];
    private readonly HashSet<string> _gone = [];
    private int _started;

    /// <summary>Told of every job's end, as a silo's message tells the coordinator; null while there is none.</summary>
    public Action<JobEnd>? Ended { get; set; }

    /// <summary>The same with the study that the job was run for, where there are several; null while nobody listens.</summary>
    public Action<string, JobEnd>? EndedOf { get; set; }

    /// <summary>From a silo's death to the membership's word.</summary>
    public TimeSpan Detection { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of every message.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(2);

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Which tries fail half-way, in a way that another try can mend; null for none.</summary>
    public Func<JobLease, bool>? Fails { get; init; }

    public int Messages { get; private set; }

    /// <summary>Time that devices computed for results that were committed.</summary>
    public TimeSpan Useful { get; private set; }

    public IReadOnlyCollection<string> Silos => [.. _silos.Keys];

    /// <param name="name">The silo's.</param>
    /// <param name="devices">So many.</param>
    /// <param name="kind">Of the devices.</param>
    /// <param name="places">Per device.</param>
    /// <param name="knows">What it says that it can run; null for nothing said.</param>
    /// <param name="memory">What it says that jobs may take; null for nothing said.</param>
    public void Start(
        string name, int devices, string kind = Device.Cpu, int places = 2, IReadOnlyList<KindVersion>? knows = null, long? memory = null)
    {
        _gone.Remove(name);
        var worker = new WorkerId($"silo:{name}", ++_started, clock.GetUtcNow());
        _silos[name] = new SimulatedSilo(this, name, worker, [.. Enumerable.Range(0, devices).Select(i => new Device(kind, i, 0))], places)
        {
            Knows = knows, Memory = memory,
        };
    }

    /// <summary>The silo stops without a word; the membership says so after <see cref="Detection"/>.</summary>
    public void Kill(string name)
    {
        if (_silos.TryGetValue(name, out var silo))
        {
            silo.Dead = true;
            clock.After(Detection, () =>
            {
                if (_silos.TryGetValue(name, out var current) && ReferenceEquals(current, silo))
                {
                    _silos.Remove(name);
                    _gone.Add(name);
                }
            });
        }
    }

    public void Drain(string name) => _silos[name].Drain();

    /// <summary>The most that the jobs of a silo took together.</summary>
    public long MostMemory(string name) => _silos[name].MostMemory;

    public int InHand(string name) => _silos[name].State().InHand;

    public Task<SiloView> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new SiloView([.. _silos.Values.Select(s => s.LastState())], _gone));

    public async Task<JobAnswer> DispatchAsync(string silo, JobTicket ticket, CancellationToken cancellationToken)
    {
        Messages++;
        await Task.Delay(Latency, clock, cancellationToken);
        return _silos.TryGetValue(silo, out var target) && !target.Dead ? await target.AcceptAsync(ticket) : new JobAnswer(
            JobAnswerKind.Unreachable, null);
    }

    private sealed class SimulatedSilo(SimulatedCluster cluster, string name, WorkerId worker, IReadOnlyList<Device> devices, int places)
    {
        private readonly int[] _inHand = new int[devices.Count];
        private readonly TimeSpan[] _freeAt = new TimeSpan[devices.Count];
        private readonly HashSet<JobKey> _models = [];
        private SiloState? _last;
        private long _version;
        private long _memory;

        internal long MostMemory { get; private set; }

        internal bool Dead { get; set; }

        internal IReadOnlyList<KindVersion>? Knows { get; init; }

        internal long? Memory { get; init; }

        private bool Draining { get; set; }

        internal void Drain()
        {
            Draining = true;
            _last = null;
        }

        /// <summary>What it said last; a silo that is dead says nothing new.</summary>
        internal SiloState LastState() => _last ?? State();

        internal SiloState State() => _last = new SiloState
        {
            Name = name,
            Worker = worker,
            Version = ++_version,
            Devices = [.. devices.Select((d, i) => new DeviceState(d, _inHand[i]))],
            PlacesPerDevice = places,
            Draining = Draining,
            Kinds = Knows,
            MemoryBytes = Memory,
            MemoryInHand = _memory,
            Models = [.. _models],
        };

        internal async Task<JobAnswer> AcceptAsync(JobTicket ticket)
        {
            List<(Device, int)> lanes = [.. devices.Select((device, lane) => (device, _inHand[lane]))];
            if (Draining || LaneChoice.Of(ticket.Device, lanes, places) is not { } choice)
            {
                return new JobAnswer(Draining ? JobAnswerKind.Draining : JobAnswerKind.Full, State());
            }

            if ((ticket.Kind is { } wanted && Knows?.Contains(wanted) == false) || ticket.MemoryBytes > (Memory ?? long.MaxValue))
            {
                return new JobAnswer(JobAnswerKind.CannotRun, State());
            }

            var i = choice.Lane;
            if (await cluster.Ledger.HandOverAsync(ticket.Job, ticket.Token, worker, cluster.Lease, CancellationToken.None)
                is not { } lease)
            {
                return new JobAnswer(JobAnswerKind.Stale, State());
            }

            _inHand[i]++;
            _memory += lease.MemoryBytes;
            MostMemory = Math.Max(MostMemory, _memory);
            _models.UnionWith(ticket.Models);
            var fails = cluster.Fails?.Invoke(lease) == true;
            var work = cluster.Duration(lease.Job, name) * (fails ? 0.5 : 1);
            var start = _freeAt[i] > cluster.Clock.Elapsed ? _freeAt[i] : cluster.Clock.Elapsed;
            _freeAt[i] = start + work;
            Renew(lease);
            cluster.Clock.After(_freeAt[i] - cluster.Clock.Elapsed, () => End(lease, ticket.Study, i, work, fails));
            return new JobAnswer(JobAnswerKind.Accepted, State());
        }

        private void Renew(JobLease lease) => cluster.Clock.After(cluster.Lease / 3, () =>
        {
            if (!Dead && cluster.Ledger.RenewAsync([lease], cluster.Lease, CancellationToken.None).Result.Count == 0)
            {
                Renew(lease);
            }
        });

        private void End(JobLease lease, string study, int lane, TimeSpan work, bool fails)
        {
            if (Dead)
            {
                return;
            }

            _inHand[lane]--;
            _memory -= lease.MemoryBytes;
            if (fails)
            {
                _ = cluster.Ledger.FailAsync(lease, JobFailure.Retryable("simulated"), CancellationToken.None);
                Tell(lease, study, JobEndKind.Failed);
                return;
            }

            var committed = cluster.Ledger.CommitAsync(lease, new JobResult([], [], work), CancellationToken.None).Result;
            if (committed)
            {
                cluster.Useful += work;
            }

            Tell(lease, study, committed ? JobEndKind.Done : JobEndKind.Lost);
        }

        private void Tell(JobLease lease, string study, JobEndKind kind)
        {
            var end = new JobEnd(lease.Job.Key, lease.Token, kind, State());
            cluster.Messages++;
            cluster.Clock.After(cluster.Latency, () =>
            {
                cluster.Ended?.Invoke(end);
                cluster.EndedOf?.Invoke(study, end);
            });
        }
    }

    private VirtualClock Clock => clock;

    private MemoryLedger Ledger => ledger;

    private TimeSpan Duration(Job job, string silo) => duration(job, silo);
}
