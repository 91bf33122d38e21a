using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>
/// The durable state of every job. A job goes waiting -> ready -> leased -> done | failed | cancelled; a lease that ends without a commit makes it
/// ready again. Implementations are safe for any number of processes on one database. Every method can throw <see cref="StorageException"/>.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Adds the study and those of its jobs that the database does not have, in one transaction. Jobs with finished inputs become ready. Submitting
    /// an equal study again changes nothing; a changed study of the same name replaces the old list of jobs (finished jobs stay finished, jobs that
    /// no study wants any more are cancelled). Failed jobs stay failed until <see cref="RetryFailedAsync"/>; a cancelled study is resumed.
    /// </summary>
    /// <exception cref="ArgumentException">A job has no name in the study, a name has no job, a key appears twice, or an input comes after its reader.</exception>
    Task SubmitAsync(Plan plan, CancellationToken cancellationToken);

    /// <summary>
    /// Leases up to <see cref="ClaimRequest.Count"/> ready jobs, the most urgent (highest priority) first, each to exactly one claimer.
    /// Jobs whose lease has ended are ready, at once when their worker was a process of this host that is gone. Fewer, or none, when no more
    /// are ready; jobs after a failed try are ready once their back-off is over.
    /// </summary>
    Task<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until a job can be claimed, as far as can be seen without claiming: another claimer can be faster. Jobs that a submission, a commit,
    /// a retry or a resumption anywhere makes ready are seen at once or within a fraction of a second, the ends of back-offs and leases within a second.
    /// Leases of a local worker whose process is gone are seen by <see cref="ClaimAsync"/> only: ask it now and then all the same.
    /// </summary>
    /// <param name="study">Waits for jobs of this study only; null for all.</param>
    /// <param name="timeout">The longest wait; zero looks once.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when the time is over.</returns>
    Task<bool> WaitForWorkAsync(string? study, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>The same for jobs that a claimer with some abilities can run; may return early, as for any other claimer's luck.</summary>
    /// <param name="study">Waits for jobs of this study only; null for all.</param>
    /// <param name="abilities">Waits for such jobs only; null for all.</param>
    /// <param name="timeout">The longest wait; zero looks once.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    Task<bool> WaitForWorkAsync(string? study, JobAbilities? abilities, TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitForWorkAsync(study, timeout, cancellationToken);

    /// <summary>Extends leases.</summary>
    /// <returns>The claims that are lost: their lease ended and somebody else may hold the job.</returns>
    Task<IReadOnlyList<Claim>> RenewAsync(IReadOnlyList<Claim> claims, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Hands a leased job to the worker that runs it: a cluster's coordinator claims, a silo takes over. The token stays; the lease, the job's time and what
    /// becomes of it are the new worker's from here on.
    /// </summary>
    /// <param name="job">The job's key.</param>
    /// <param name="token">The token that it was claimed with.</param>
    /// <param name="worker">Who runs it.</param>
    /// <param name="lease">How long it holds from now on without renewal.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The claim; null when the token is no longer the job's. Taking over twice is the same as once.</returns>
    Task<Claim?> TakeOverAsync(JobKey job, long token, WorkerId worker, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the leases of a worker that is known to be gone, as if they had expired: a cluster's membership knows it before the leases end.
    /// </summary>
    /// <returns>How many jobs it held.</returns>
    Task<int> EndLeasesOfAsync(WorkerId gone, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the result rows and artifact references, marks the job done and its dependents' last inputs ready, in one transaction.
    /// </summary>
    /// <returns>
    /// False when the claim's token is no longer the job's: nothing was written. True also when exactly this claim was committed before (its answer
    /// was lost and the caller asks again): nothing is written twice.
    /// </returns>
    Task<bool> CommitAsync(Claim claim, JobResult result, CancellationToken cancellationToken);

    /// <summary>
    /// Records a failed try: the job becomes ready again after the back-off, or failed when another try cannot help or its tries are used up.
    /// </summary>
    /// <returns>False when the claim's token is no longer the job's.</returns>
    Task<bool> FailAsync(Claim claim, JobFailure failure, CancellationToken cancellationToken);

    /// <summary>
    /// The claimed job found an artifact of its inputs missing or damaged: <see cref="ReopenProducersAsync"/>, and the claimed job waits for them. No
    /// try is counted, unless no job is left to wait for (the artifact is nobody's): that is a failed try.
    /// </summary>
    /// <returns>False when the claim's token is no longer the job's: nothing was changed.</returns>
    Task<bool> RedoInputsAsync(Claim claim, ArtifactHash damaged, CancellationToken cancellationToken);

    /// <summary>Gives jobs back untried: the worker stops.</summary>
    Task ReleaseAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken);

    /// <summary>Makes the study's failed jobs ready again, with all their tries.</summary>
    /// <returns>How many.</returns>
    Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken);

    /// <summary>
    /// An artifact is missing or damaged: every finished job that left it loses its rows and artifact references and runs again (ready, or waiting
    /// where an input of its own has to run again too); unfinished jobs that read it wait for them.
    /// </summary>
    /// <returns>The jobs that run again; none when no finished job made it.</returns>
    Task<IReadOnlyList<JobKey>> ReopenProducersAsync(ArtifactHash artifact, CancellationToken cancellationToken);

    /// <summary>
    /// Cancels the study: jobs that no other study wants are not run; commits of those in hand are refused. Finished jobs stay finished.
    /// </summary>
    /// <returns>How many jobs were cancelled.</returns>
    Task<int> CancelAsync(string study, CancellationToken cancellationToken);

    /// <summary>Undoes <see cref="CancelAsync"/>.</summary>
    /// <returns>How many jobs can run again.</returns>
    Task<int> ResumeAsync(string study, CancellationToken cancellationToken);

    /// <summary>Says what a worker does, for people who watch. Replaces what it said before.</summary>
    Task ReportAsync(WorkerReport report, CancellationToken cancellationToken);

    /// <summary>Jobs that are leased at this moment, the longest running first.</summary>
    /// <param name="study">Those of this study only; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<LeasedJob>> ListLeasedAsync(string? study, CancellationToken cancellationToken);

    /// <summary>Workers that have ever claimed, the latest seen first.</summary>
    Task<IReadOnlyList<WorkerStatus>> ListWorkersAsync(CancellationToken cancellationToken);

    /// <param name="study">Counts the jobs of this study only; null for all of the database.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<JobCounts> CountAsync(string? study, CancellationToken cancellationToken);

    /// <summary>The jobs with these keys, whatever their state; keys that the database does not have are left out.</summary>
    Task<IReadOnlyDictionary<JobKey, Job>> FindJobsAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken);

    /// <summary>Which of these jobs are done.</summary>
    Task<IReadOnlySet<JobKey>> FindDoneAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken);

    /// <summary>The artifacts of finished jobs, by job.</summary>
    Task<IReadOnlyDictionary<JobKey, IReadOnlyList<JobArtifact>>> FindArtifactsAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken);

    /// <summary>The sizes of the study's jobs that are not done.</summary>
    Task<IReadOnlyDictionary<JobKey, JobSize>> FindOpenAsync(string study, CancellationToken cancellationToken);

    /// <summary>How fast the finished jobs of the database ran, per kind and device; kinds without jobs of known cost are left out.</summary>
    Task<IReadOnlyList<MeasuredRate>> MeasureRatesAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<FailedJob>> FindFailuresAsync(string study, CancellationToken cancellationToken);
}

/// <param name="Study">Claims jobs of this study only; null for all.</param>
/// <param name="Worker">Who claims.</param>
/// <param name="Count">At most this many.</param>
/// <param name="Lease">How long the claims hold without renewal.</param>
public sealed record ClaimRequest(string? Study, WorkerId Worker, int Count, TimeSpan Lease)
{
    /// <summary>Claims only jobs that the claimer can run; null for all.</summary>
    public JobAbilities? Abilities { get; init; }
}

/// <summary>Which jobs a process can run.</summary>
/// <param name="Devices">Values of <see cref="Job.Device"/>.</param>
/// <param name="Kinds">Names and versions of job kinds.</param>
public sealed record JobAbilities(IReadOnlyList<string> Devices, IReadOnlyList<(string Kind, int Version)> Kinds)
{
    /// <summary>Those of a process of this version with these backends.</summary>
    public static JobAbilities Of(ComputeBackends backends)
    {
        ArgumentNullException.ThrowIfNull(backends);
        return new JobAbilities(backends.Devices, [.. JobKinds.All.Select(k => (k.Name, k.Version))]);
    }
}

/// <summary>
/// Names one worker process. A worker of this host whose process is gone cannot come back, so its leases end at once instead of at their expiry.
/// </summary>
/// <param name="Host">Machine name.</param>
/// <param name="ProcessId">Process id on that machine.</param>
/// <param name="StartedAt">When the process started, in UTC: tells a process from a later one with the same id.</param>
public sealed record WorkerId(string Host, int ProcessId, DateTimeOffset StartedAt)
{
    /// <summary>To the millisecond, as databases keep it: a worker that is read back is the same worker.</summary>
    public DateTimeOffset StartedAt { get; init; } = DateTimeOffset.FromUnixTimeMilliseconds(StartedAt.ToUnixTimeMilliseconds());
}

/// <param name="Worker">Who.</param>
/// <param name="LastSeenAt">Its last claim or renewal, in UTC.</param>
/// <param name="Leased">Jobs in hand.</param>
/// <param name="Done">Jobs finished.</param>
/// <param name="Busy">Measured durations of the finished jobs, summed.</param>
public sealed record WorkerStatus(WorkerId Worker, DateTimeOffset LastSeenAt, int Leased, int Done, TimeSpan Busy)
{
    /// <summary>Jobs that it runs at the same time; 0 once it has ended; null before its first word.</summary>
    public int? Slots { get; init; }

    public double ImagesPerSecond { get; init; }

    public double GradientEvaluationsPerSecond { get; init; }
}

/// <summary>What a worker says of itself every few seconds.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Slots">Jobs that it runs at the same time; 0 when it ends.</param>
/// <param name="ImagesPerSecond">Perturbed by its running attacks together.</param>
/// <param name="GradientEvaluationsPerSecond">Of source models.</param>
/// <param name="Jobs">Jobs in hand.</param>
public sealed record WorkerReport(
    WorkerId Worker, int Slots, double ImagesPerSecond, double GradientEvaluationsPerSecond, IReadOnlyList<JobReport> Jobs);

/// <param name="Job">A job in hand.</param>
/// <param name="StartedAt">Start of this try, in UTC.</param>
/// <param name="Activity">How far it is.</param>
public sealed record JobReport(JobKey Job, DateTimeOffset StartedAt, JobActivity Activity);

/// <param name="Job">A leased job.</param>
/// <param name="Worker">Who has it.</param>
/// <param name="StartedAt">Start of this try, in UTC; null before the worker's first word about it.</param>
/// <param name="Activity">How far it is.</param>
public sealed record LeasedJob(JobKey Job, WorkerId Worker, DateTimeOffset? StartedAt, JobActivity Activity);

/// <summary>A job leased to a worker.</summary>
/// <param name="Job">What to run.</param>
/// <param name="Token">Fencing token: grows with every lease of the job; a commit with an older one is refused.</param>
/// <param name="Attempt">Counted from 1; a try that was given back does not count.</param>
public sealed record Claim(Job Job, long Token, int Attempt);

/// <param name="Kind">Name of a kind of job.</param>
/// <param name="Device">What computes its networks.</param>
/// <param name="SecondsPerCost">Measured durations divided by <see cref="PlannedJob.Cost"/>, both summed over the finished jobs.</param>
public sealed record MeasuredRate(string Kind, string Device, double SecondsPerCost);

/// <summary>What a finished job hands over.</summary>
/// <param name="Rows">Result rows; every row's <see cref="ResultRow.Job"/> is the job's key.</param>
/// <param name="Artifacts">Files already written to the artifact store.</param>
/// <param name="Duration">How long it ran, for estimates; part of no table.</param>
public sealed record JobResult(IReadOnlyList<ResultRow> Rows, IReadOnlyList<JobArtifact> Artifacts, TimeSpan Duration);

/// <summary>Why a try failed and whether another can help.</summary>
public sealed record JobFailure
{
    private JobFailure(string error, bool transient) => (Error, Transient) = (error, transient);

    /// <summary>What went wrong, for people; no secrets.</summary>
    public string Error { get; }

    /// <summary>The same job can succeed later: a lost connection, a full disk.</summary>
    public bool Transient { get; }

    /// <summary>Another try can help.</summary>
    public static JobFailure Retryable(string error) => new(error, transient: true);

    /// <summary>The same inputs would fail again.</summary>
    public static JobFailure Permanent(string error) => new(error, transient: false);
}
