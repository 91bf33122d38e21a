using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Simulation;

/// <summary>A ledger in memory with the rules of the real one that matter to a coordinator: priorities, inputs, leases, fencing tokens,
/// losses, back-off. For one study. Counts its calls. Safe for any number of threads.</summary>
internal sealed class MemoryLedger(TimeProvider time) : ILedger, IResultStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<JobKey, Entry> _jobs = [];
    private readonly SortedSet<Entry> _ready = new(Comparer<Entry>.Create((a, b) =>
        a.Planned.Priority != b.Planned.Priority ? b.Planned.Priority.CompareTo(a.Planned.Priority) : a.Sequence.CompareTo(b.Sequence)));
    private readonly HashSet<Entry> _leased = [];
    private readonly int[] _counts = new int[Enum.GetValues<JobState>().Length];
    private IReadOnlyList<StudyJob> _names = [];

    public int Claims { get; private set; }

    public int Commits { get; private set; }

    public int Refused { get; private set; }

    /// <summary>How often each job was committed; a rule broken shows as 2.</summary>
    public IEnumerable<int> CommitsPerJob => _jobs.Values.Select(j => j.Commits);

    public JobState StateOf(JobKey job) => _jobs[job].State;

    /// <summary>How often the job was leased.</summary>
    public long TokenOf(JobKey job) => _jobs[job].Token;

    public IReadOnlyCollection<WorkerId> HoldersOf(JobKey job) => _jobs[job].Holders;

    public Task SubmitAsync(Plan plan, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        foreach (var planned in plan.Jobs)
        {
            var entry = new Entry(planned, _jobs.Count) { Missing = planned.Job.Inputs.Select(i => i.Key).Distinct().Count() };
            _jobs.Add(planned.Job.Key, entry);
            foreach (var input in planned.Job.Inputs.Select(i => i.Key).Distinct())
            {
                _jobs[input].Readers.Add(entry);
            }

            _counts[(int)JobState.Waiting]++;
            Move(entry, entry.Missing == 0 ? JobState.Ready : JobState.Waiting);
        }

        _names = plan.Names;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobLease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        Claims++;
        EndExpired();
        var picked = _ready.Where(e => e.NotBefore <= time.GetUtcNow() && Fits(e, request.Abilities)).Take(request.Count).ToList();
        foreach (var entry in picked)
        {
            entry.Token++;
            entry.Attempts++;
            entry.Worker = request.Worker;
            entry.Expires = time.GetUtcNow() + request.Duration;
            Move(entry, JobState.Leased);
        }

        return Task.FromResult<IReadOnlyList<JobLease>>([.. picked.Select(e => e.Claim())]);
    }

    public Task<bool> WaitForWorkAsync(string? study, TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitForWorkAsync(study, abilities: null, timeout, cancellationToken);

    public async Task<bool> WaitForWorkAsync(string? study, JobAbilities? abilities, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var waited = TimeSpan.Zero; waited < timeout; waited += step)
        {
            lock (_gate)
            {
                if (_ready.Any(e => e.NotBefore <= time.GetUtcNow() && Fits(e, abilities)))
                {
                    return true;
                }
            }

            await Task.Delay(step, time, cancellationToken);
        }

        return false;
    }

    public Task<IReadOnlyList<JobDemand>> FindDemandsAsync(string study, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        return Task.FromResult<IReadOnlyList<JobDemand>>([.. _ready.Select(e => e.Planned)
            .GroupBy(p => (p.Job.Kind, p.Job.Version, p.Job.Device))
            .Select(g => new JobDemand(
                g.Key.Kind, g.Key.Version, g.Key.Device, g.Min(p => p.MemoryBytes), g.MinBy(p => p.Job.Key)!.Job.Key))]);
    }

    public Task<IReadOnlyList<JobLease>> RenewAsync(IReadOnlyList<JobLease> leases, TimeSpan lease, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        var lost = new List<JobLease>();
        foreach (var jobLease in leases)
        {
            if (Find(jobLease) is { } entry)
            {
                entry.Expires = time.GetUtcNow() + lease;
            }
            else
            {
                lost.Add(jobLease);
            }
        }

        return Task.FromResult<IReadOnlyList<JobLease>>(lost);
    }

    public Task<JobLease?> HandOverAsync(JobKey job, long token, WorkerId worker, TimeSpan lease, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        if (!_jobs.TryGetValue(job, out var entry) || entry.Token != token || entry.State != JobState.Leased)
        {
            return Task.FromResult<JobLease?>(null);
        }

        entry.Worker = worker;
        entry.Holders.Add(worker);
        entry.Expires = time.GetUtcNow() + lease;
        return Task.FromResult<JobLease?>(entry.Claim());
    }

    public Task<int> EndLeasesOfAsync(WorkerId gone, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        var held = _leased.Where(e => e.Worker == gone).ToList();
        held.ForEach(e => Move(e, JobState.Ready));
        return Task.FromResult(held.Count);
    }

    public Task<bool> CommitAsync(JobLease lease, JobResult result, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        if (Find(lease) is not { } entry)
        {
            Refused++;
            return Task.FromResult(false);
        }

        Commits++;
        entry.Commits++;
        Move(entry, JobState.Done);
        foreach (var reader in entry.Readers)
        {
            if (--reader.Missing == 0)
            {
                Move(reader, JobState.Ready);
            }
        }

        return Task.FromResult(true);
    }

    public Task<bool> FailAsync(JobLease lease, JobFailure failure, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        if (Find(lease) is not { } entry)
        {
            return Task.FromResult(false);
        }

        entry.NotBefore = time.GetUtcNow().AddSeconds(1);
        Move(entry, failure.Transient ? JobState.Ready : JobState.Failed);
        return Task.FromResult(true);
    }

    public Task ReleaseAsync(IReadOnlyList<JobLease> leases, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        foreach (var entry in leases.Select(Find).OfType<Entry>())
        {
            entry.Attempts--;
            Move(entry, JobState.Ready);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<LeasedJob>> ListLeasedAsync(string? study, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<LeasedJob>>(
                [.. _leased.Select(e => new LeasedJob(e.Planned.Job.Key, e.Worker!, null, JobActivity.Started))]);
        }
    }

    public Task<JobCounts> CountAsync(string? study, CancellationToken cancellationToken) => Task.FromResult(new JobCounts(
        _counts[(int)JobState.Waiting], _counts[(int)JobState.Ready], _counts[(int)JobState.Leased], _counts[(int)JobState.Done],
        _counts[(int)JobState.Failed], _counts[(int)JobState.Cancelled]));

    public Task<IReadOnlyList<StudyJob>> ReadStudyJobsAsync(string study, CancellationToken cancellationToken) => Task.FromResult(_names);

    public Task<IReadOnlyList<WorkerStatus>> ListWorkersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkerStatus>>([]);

    public Task<IReadOnlyDictionary<JobKey, Job>> FindJobsAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<JobKey, Job>>(jobs.Where(_jobs.ContainsKey).ToDictionary(j => j, j => _jobs[j].Planned.Job));

    public Task<IReadOnlySet<JobKey>> FindDoneAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<JobKey>>(jobs.Where(j => _jobs[j].State == JobState.Done).ToHashSet());

    public Task<bool> RedoInputsAsync(JobLease lease, ArtifactHash damaged, CancellationToken cancellationToken) => throw Unused();

    public Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<JobKey>> ReopenProducersAsync(ArtifactHash artifact, CancellationToken cancellationToken) => throw Unused();

    public Task<int> CancelAsync(string study, CancellationToken cancellationToken) => throw Unused();

    public Task<RemovedStudy> RemoveAsync(StudyAddress study, SubmitOptions submission, CancellationToken cancellationToken) =>
        throw Unused();

    public Task RenameAsync(string study, string name, Func<string, string> redefine, CancellationToken cancellationToken) =>
        throw Unused();

    public Task<int> ResumeAsync(string study, CancellationToken cancellationToken) => throw Unused();

    public Task ReportAsync(WorkerReport report, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<JobKey, IReadOnlyList<JobArtifact>>> FindArtifactsAsync(
        IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyDictionary<JobKey, JobSize>> FindOpenAsync(string study, CancellationToken cancellationToken) => throw Unused();

    public Task<(int Jobs, long LeastBytes)> FindTooLargeAsync(long memoryBytes, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<MeasuredRate>> MeasureRatesAsync(CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<FailedJob>> FindFailuresAsync(string study, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<StoredStudy>> ListStudiesAsync(CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<StoredStudy>> ListRevisionsAsync(string name, CancellationToken cancellationToken) => throw Unused();

    public Task<StoredStudy?> FindStudyAsync(string study, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyDictionary<JobKey, NamedJob>> FindNamesAsync(
        IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<TRow>> ReadRowsAsync<TRow>(string study, CancellationToken cancellationToken)
        where TRow : ResultRow => throw Unused();

    public Task<IReadOnlyList<ResultRow>> ReadRowsOfAsync(JobKey job, CancellationToken cancellationToken) => throw Unused();

    public IReadOnlyList<string> KeyOf(Type row) => throw Unused();

    public IAsyncEnumerable<TRow> StreamRowsAsync<TRow>(IReadOnlyList<JobKey> jobs, CancellationToken cancellationToken)
        where TRow : ResultRow => throw Unused();

    public Task<IReadOnlyList<ModelRow>> FindModelsAsync(string keyPrefix, CancellationToken cancellationToken) => throw Unused();

    private static bool Fits(Entry entry, JobAbilities? abilities) =>
        abilities is null
        || (abilities.Devices.Contains(entry.Planned.Job.Device)
            && abilities.Kinds.Contains((entry.Planned.Job.Kind, entry.Planned.Job.Version))
            && entry.Planned.MemoryBytes <= (abilities.MemoryBytes ?? long.MaxValue));

    private static NotSupportedException Unused([System.Runtime.CompilerServices.CallerMemberName] string? member = null) =>
        new($"a coordinator does not call {member}.");

    private Entry? Find(JobLease lease) =>
        _jobs[lease.Job.Key] is { State: JobState.Leased } entry && entry.Token == lease.Token ? entry : null;

    private void EndExpired()
    {
        foreach (var entry in _leased.Where(e => e.Expires <= time.GetUtcNow()).ToList())
        {
            Move(entry, JobState.Ready);
        }
    }

    private void Move(Entry entry, JobState state)
    {
        _ready.Remove(entry);
        _leased.Remove(entry);
        _counts[(int)entry.State]--;
        entry.State = state;
        _counts[(int)state]++;
        if (state == JobState.Ready)
        {
            _ready.Add(entry);
        }
        else if (state == JobState.Leased)
        {
            _leased.Add(entry);
        }
    }

    private sealed class Entry(PlannedJob planned, int sequence)
    {
        internal PlannedJob Planned { get; } = planned;

        internal int Sequence { get; } = sequence;

        internal List<Entry> Readers { get; } = [];

        internal List<WorkerId> Holders { get; } = [];

        internal JobState State { get; set; } = JobState.Waiting;

        internal int Missing { get; set; }

        internal long Token { get; set; }

        internal int Attempts { get; set; }

        internal int Commits { get; set; }

        internal WorkerId? Worker { get; set; }

        internal DateTimeOffset Expires { get; set; }

        internal DateTimeOffset NotBefore { get; set; }

        internal JobLease Claim() => new(Planned.Job, Token, Attempts) { MemoryBytes = Planned.MemoryBytes };
    }
}

/// <summary>Where a job stands.</summary>
internal enum JobState
{
    Waiting,
    Ready,
    Leased,
    Done,
    Failed,
    Cancelled,
}
