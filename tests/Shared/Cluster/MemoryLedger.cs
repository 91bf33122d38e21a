using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Simulation;

/// <summary>A ledger in memory with the rules of the real one that matter to a coordinator: priorities, inputs, leases, fencing tokens,
/// losses, back-off, shares. Counts its calls. Safe for any number of threads.</summary>
internal sealed class MemoryLedger(TimeProvider time) : ILedger, IResultStore
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<JobKey, Entry> _jobs = [];
    private readonly SortedDictionary<string, Book> _studies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, UserBook> _users = new(StringComparer.Ordinal);
    private readonly HashSet<Entry> _leased = [];
    private DateTimeOffset _checkedAt;

    public int Claims { get; private set; }

    public int Commits { get; private set; }

    public int Refused { get; private set; }

    /// <summary>How often each job was committed; a rule broken shows as 2.</summary>
    public IEnumerable<int> CommitsPerJob => _jobs.Values.Select(j => j.Commits);

    public JobState StateOf(JobKey job) => _jobs[job].State;

    /// <summary>How often the job was leased.</summary>
    public long TokenOf(JobKey job) => _jobs[job].Token;

    public IReadOnlyCollection<WorkerId> HoldersOf(JobKey job) => _jobs[job].Holders;

    /// <summary>Device time of a study's committed jobs.</summary>
    public TimeSpan DeviceTimeOf(string study) => TimeSpan.FromMilliseconds(_studies[study].DeviceMs);

    public Task SubmitAsync(Plan plan, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        var user = plan.Submission.By?.User ?? "";
        var book = new Book(plan.Study, user, plan.Names) { Priority = plan.Submission.Priority ?? StudyPriority.Default };
        _studies.Add(plan.Study, book);
        _users.TryAdd(user, new UserBook());
        foreach (var planned in plan.Jobs)
        {
            var entry = new Entry(planned, _jobs.Count, book) { Missing = planned.Job.Inputs.Select(i => i.Key).Distinct().Count() };
            _jobs.Add(planned.Job.Key, entry);
            foreach (var input in planned.Job.Inputs.Select(i => i.Key).Distinct())
            {
                _jobs[input].Readers.Add(entry);
            }

            book.Counts[(int)JobState.Waiting]++;
            Move(entry, entry.Missing == 0 ? JobState.Ready : JobState.Waiting);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobLease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        Claims++;
        EndExpired();
        List<Entry> picked = [];
        foreach (var (study, count) in Turns(request, mark: true))
        {
            picked.AddRange(_studies[study].Ready.Where(e => CanLease(e, request.Abilities)).Take(count));
        }

        foreach (var entry in picked)
        {
            entry.Token++;
            entry.Attempts++;
            entry.Worker = request.Worker;
            entry.Expires = time.GetUtcNow() + request.Duration;
            entry.LeasedAt = time.GetUtcNow();
            Move(entry, JobState.Leased);
        }

        return Task.FromResult<IReadOnlyList<JobLease>>([.. picked.Select(e => e.Claim())]);
    }

    public async Task<bool> WaitForJobsAsync(LeaseRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(250);
        for (var waited = TimeSpan.Zero; waited < timeout; waited += step)
        {
            lock (_gate)
            {
                if (Turns(request, mark: false).Any(t => _studies[t.Study].Ready.Any(e => CanLease(e, request.Abilities))))
                {
                    return true;
                }
            }

            await Task.Delay(step, time, cancellationToken);
        }

        return false;
    }

    public Task KeepPlacesAsync(string study, TimeSpan time, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        _studies[study].KeptUntil = Now + time;
        return Task.CompletedTask;
    }

    public Task SetPriorityAsync(string study, int priority, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        _studies[study].Priority = priority;
        return Task.CompletedTask;
    }

    public Task SetQuotaAsync(Quota quota, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        _users[quota.User].Quota = quota;
        return Task.CompletedTask;
    }

    public Task<QuotaLine?> FindQuotaAsync(string study, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        return Task.FromResult(QuotaOf(_studies[study].User));
    }

    public Task<bool> RemoveQuotaAsync(string user, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<QuotaLine>> ListQuotasAsync(CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<JobDemand>> FindDemandsAsync(string study, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        return Task.FromResult<IReadOnlyList<JobDemand>>([.. _studies[study].Ready.Select(e => e.Planned)
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
        held.ForEach(Return);
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
        Charge(entry, result.Duration);
        entry.Study.DeviceMs += result.Duration.TotalMilliseconds;
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
        Return(entry);
        if (!failure.Transient)
        {
            Move(entry, JobState.Failed);
        }

        return Task.FromResult(true);
    }

    public Task ReleaseAsync(IReadOnlyList<JobLease> leases, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        foreach (var entry in leases.Select(Find).OfType<Entry>())
        {
            entry.Attempts--;
            Return(entry);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<LeasedJob>> ListLeasedAsync(string? study, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var leased = study is null ? _leased : _studies[study].Leased;
            return Task.FromResult<IReadOnlyList<LeasedJob>>(
                [.. leased.Select(e => new LeasedJob(e.Planned.Job.Key, e.Worker!, null, JobActivity.Started))]);
        }
    }

    public Task<JobCounts> CountAsync(string? study, CancellationToken cancellationToken)
    {
        using var scope = _gate.EnterScope();
        int Of(JobState state) => _studies.Values.Where(b => study is null || b.Name == study).Sum(b => b.Counts[(int)state]);
        return Task.FromResult(new JobCounts(
            Of(JobState.Waiting), Of(JobState.Ready), Of(JobState.Leased), Of(JobState.Done), Of(JobState.Failed),
            Of(JobState.Cancelled)));
    }

    public Task<IReadOnlyList<StudyJob>> ReadStudyJobsAsync(string study, CancellationToken cancellationToken) =>
        Task.FromResult(_studies[study].Names);

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

    private bool CanLease(Entry entry, JobAbilities? abilities) => entry.NotBefore <= Now && (
        abilities is null
        || (abilities.Devices.Contains(entry.Planned.Job.Device)
            && abilities.Kinds.Contains((entry.Planned.Job.Kind, entry.Planned.Job.Version))
            && entry.Planned.MemoryBytes <= (abilities.MemoryBytes ?? long.MaxValue)));

    private static NotSupportedException Unused([System.Runtime.CompilerServices.CallerMemberName] string? member = null) =>
        new($"a coordinator does not call {member}.");

    private Entry? Find(JobLease lease) =>
        _jobs[lease.Job.Key] is { State: JobState.Leased } entry && entry.Token == lease.Token ? entry : null;

    private DateTimeOffset Now => time.GetUtcNow();

    private void EndExpired()
    {
        if (Now - _checkedAt >= CheckEvery)
        {
            _checkedAt = Now;
            _leased.Where(e => e.Expires <= Now).ToList().ForEach(Return);
        }
    }

    /// <summary>As the real ledger: who may lease how many.</summary>
    private List<(string Study, int Count)> Turns(LeaseRequest request, bool mark)
    {
        var shares = ReadShares();
        if (mark)
        {
            Mark(shares);
        }

        if (request.Study is null)
        {
            return [.. shares.Divide(request.Count).Select(granted => (granted.Study.Study!, granted.Count))];
        }

        var (user, study) = shares.Find(request.Study)!.Value;
        var allowed = request.ClusterPlaces is { } places
            ? shares.Allot(study, places, request.Count)
            : Math.Min(request.Count, user.Left);
        return allowed > 0 ? [(request.Study, allowed + request.Beyond)] : [];
    }

    private FairShares ReadShares() => new([.. _studies.Values.GroupBy(book => book.User).Select(group => new UserShare
    {
        User = group.Key,
        Used = _users[group.Key].Used + group.Sum(book => book.HeldMs(Now)),
        WasReady = _users[group.Key].WasReady,
        Quota = QuotaOf(group.Key),
        Studies = [.. group.Select(book => new StudyShare
        {
            Study = book.Name,
            Priority = book.Priority,
            Held = book.Leased.Count,
            Used = book.Used + book.HeldMs(Now) / book.Priority,
            IsReady = book.Ready.Min is { } first && (first.NotBefore <= Now || book.Ready.Any(e => e.NotBefore <= Now)),
            WasReady = book.WasReady,
            IsCoordinated = book.KeptUntil > Now,
        })],
    })]);

    private void Mark(FairShares shares)
    {
        foreach (var user in shares.Users)
        {
            (_users[user.User].WasReady, _users[user.User].Used) = (user.IsReady, _users[user.User].Used + user.Lift);
            foreach (var study in user.Studies)
            {
                var book = _studies[study.Study!];
                (book.WasReady, book.Used) = (study.IsReady, book.Used + study.Lift);
            }
        }
    }

    private QuotaLine? QuotaOf(string user) => _users[user].Quota is not { } quota ? null : new QuotaLine(
        quota, _leased.Count(e => e.Study.User == user), _users[user].Used / TimeSpan.FromHours(1).TotalMilliseconds);

    /// <summary>The lease has ended without a result.</summary>
    private void Return(Entry entry)
    {
        Charge(entry, Now - entry.LeasedAt);
        Move(entry, JobState.Ready);
    }

    private void Charge(Entry entry, TimeSpan used)
    {
        entry.Study.Used += used.TotalMilliseconds / entry.Study.Priority;
        _users[entry.Study.User].Used += used.TotalMilliseconds;
    }

    private void Move(Entry entry, JobState state)
    {
        var book = entry.Study;
        book.Ready.Remove(entry);
        if (_leased.Remove(entry))
        {
            book.Leased.Remove(entry);
            book.LeasedAtMs -= entry.LeasedAt.ToUnixTimeMilliseconds();
        }

        book.Counts[(int)entry.State]--;
        entry.State = state;
        book.Counts[(int)state]++;
        if (state == JobState.Ready)
        {
            book.Ready.Add(entry);
        }
        else if (state == JobState.Leased)
        {
            _leased.Add(entry);
            book.Leased.Add(entry);
            book.LeasedAtMs += entry.LeasedAt.ToUnixTimeMilliseconds();
        }
    }

    private sealed class UserBook
    {
        internal double Used { get; set; }

        internal bool WasReady { get; set; }

        internal Quota? Quota { get; set; }
    }

    private sealed class Book(string name, string user, IReadOnlyList<StudyJob> names)
    {
        internal string Name { get; } = name;

        internal string User { get; } = user;

        internal IReadOnlyList<StudyJob> Names { get; } = names;

        internal int Priority { get; set; }

        internal SortedSet<Entry> Ready { get; } = new(Comparer<Entry>.Create((a, b) => a.Planned.Priority != b.Planned.Priority
            ? b.Planned.Priority.CompareTo(a.Planned.Priority)
            : a.Sequence.CompareTo(b.Sequence)));

        internal HashSet<Entry> Leased { get; } = [];

        internal int[] Counts { get; } = new int[Enum.GetValues<JobState>().Length];

        internal double Used { get; set; }

        internal bool WasReady { get; set; }

        internal DateTimeOffset KeptUntil { get; set; }

        internal double DeviceMs { get; set; }

        internal long LeasedAtMs { get; set; }

        internal double HeldMs(DateTimeOffset now) => Leased.Count * now.ToUnixTimeMilliseconds() - LeasedAtMs;
    }

    private sealed class Entry(PlannedJob planned, int sequence, Book study)
    {
        internal PlannedJob Planned { get; } = planned;

        internal int Sequence { get; } = sequence;

        internal Book Study { get; } = study;

        internal List<Entry> Readers { get; } = [];

        internal List<WorkerId> Holders { get; } = [];

        internal JobState State { get; set; } = JobState.Waiting;

        internal int Missing { get; set; }

        internal long Token { get; set; }

        internal int Attempts { get; set; }

        internal int Commits { get; set; }

        internal WorkerId? Worker { get; set; }

        internal DateTimeOffset Expires { get; set; }

        internal DateTimeOffset LeasedAt { get; set; }

        internal DateTimeOffset NotBefore { get; set; }

        internal JobLease Claim() => new(Planned.Job, Token, Attempts)
        {
            MemoryBytes = Planned.MemoryBytes, ChargedTo = Study.Name, LeasedAt = LeasedAt,
        };
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
