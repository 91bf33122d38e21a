using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>
/// The durable state of every job. A job goes waiting -> ready -> leased -> done | failed | cancelled; a lease that ends without a commit
/// makes it ready again. Implementations are safe for any number of processes on one database. Every method can throw
/// <see cref="StorageException"/>.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Adds the study and those of its jobs that the database does not have, in one transaction. Jobs with finished inputs become ready.
    /// Submitting an equal study again changes nothing; a changed study of the same name is its next revision: finished jobs stay finished,
    /// open jobs that no study's newest revision wants any more are cancelled. Failed jobs stay failed until
    /// <see cref="RetryFailedAsync"/>; a cancelled study is resumed.
    /// </summary>
    /// <exception cref="StudyConflictException">Open jobs would be cancelled that somebody else has submitted, and the plan may not drop
    /// them.</exception>
    /// <exception cref="ArgumentException">A job has no name in the study, a name has no job, a key appears twice, or an input comes after
    /// its reader.</exception>
    Task SubmitAsync(Plan plan, CancellationToken cancellationToken);

    /// <summary>
    /// Leases up to <see cref="LeaseRequest.Count"/> ready jobs, each to exactly one worker: those of the studies whose turn it is
    /// (<see cref="FairShares"/>), of each the most urgent (highest priority) first, and none that a user's quota forbids.
    /// Jobs whose lease has ended are ready, at once when their worker was a process of this host that is gone. Fewer, or none, when no
    /// more are ready; jobs after a failed try are ready once their back-off is over.
    /// </summary>
    Task<IReadOnlyList<JobLease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until a request would be given a job, as far as can be seen without leasing: another worker can be faster. Jobs that a
    /// submission, a commit, a retry or a resumption anywhere makes ready are seen at once or within a fraction of a second, the ends of
    /// back-offs and leases, and places and quotas that become free, within a second. Leases of a local worker whose process is gone are
    /// seen by <see cref="LeaseAsync"/> only: ask it now and then all the same.
    /// </summary>
    /// <param name="request">What will be asked for.</param>
    /// <param name="timeout">The longest wait; zero looks once.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when the time is over.</returns>
    Task<bool> WaitForJobsAsync(LeaseRequest request, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Somebody leases for a study alone: for so long places of the cluster are kept for it, if it has anything ready.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="time">From now; zero when it can use none of those that are free.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task KeepPlacesAsync(string study, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Gives a study another weight among its user's studies.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As <see cref="StudyPriority.Require"/>.</exception>
    Task SetPriorityAsync(string study, int priority, CancellationToken cancellationToken);

    /// <summary>Limits what a user's studies may have together, in the place of an earlier quota. Jobs in hand stay.</summary>
    /// <exception cref="ArgumentException">As <see cref="Quota.Require"/>.</exception>
    Task SetQuotaAsync(Quota quota, CancellationToken cancellationToken);

    /// <returns>False when the user has none.</returns>
    Task<bool> RemoveQuotaAsync(string user, CancellationToken cancellationToken);

    /// <summary>All quotas and what is used of them, by user.</summary>
    Task<IReadOnlyList<QuotaLine>> ListQuotasAsync(CancellationToken cancellationToken);

    /// <summary>The quota that the study's user has, and what is used of it; null for none.</summary>
    Task<QuotaLine?> FindQuotaAsync(string study, CancellationToken cancellationToken);

    /// <summary>Ready jobs, of kinds that the program knows, that need more memory than a process has: it never leases them.</summary>
    /// <param name="memoryBytes">What it has.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many there are, and what the smallest of them needs; 0 for none.</returns>
    Task<(int Jobs, long LeastBytes)> FindTooLargeAsync(long memoryBytes, CancellationToken cancellationToken);

    /// <summary>The study's ready jobs by what a process must have to run them; none where the ledger does not say.</summary>
    Task<IReadOnlyList<JobDemand>> FindDemandsAsync(string study, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobDemand>>([]);

    /// <summary>Ready and leased jobs of all studies by the device that they ask for; one that none asks for is left out.</summary>
    Task<IReadOnlyList<DeviceLoad>> CountByDeviceAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeviceLoad>>([]);

    /// <summary>Studies that are wanted and have a job that is ready or in hand, by name: somebody should run them. None where the ledger
    /// does not say.</summary>
    Task<IReadOnlyList<string>> FindActiveStudiesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Extends leases.</summary>
    /// <returns>The leases that are lost: their lease ended and somebody else may hold the job.</returns>
    Task<IReadOnlyList<JobLease>> RenewAsync(IReadOnlyList<JobLease> leases, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Hands a leased job to the worker that runs it: a cluster's coordinator leases, a silo takes over. The token stays; the
    /// lease, the job's time and what becomes of it are the new worker's from here on.</summary>
    /// <param name="job">The job's key.</param>
    /// <param name="token">The token that it was leased with.</param>
    /// <param name="worker">Who runs it.</param>
    /// <param name="lease">How long it holds from now on without renewal.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The lease; null when the token is no longer the job's. Taking over twice is the same as once.</returns>
    Task<JobLease?> HandOverAsync(JobKey job, long token, WorkerId worker, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends the leases of a worker that is known to be gone, as if they had expired: a cluster's membership knows it before the
    /// leases end.</summary>
    /// <returns>How many jobs it held.</returns>
    Task<int> EndLeasesOfAsync(WorkerId gone, CancellationToken cancellationToken);

    /// <summary>Writes the result rows and artifact references, marks the job done and its dependents' last inputs ready, in one
    /// transaction.</summary>
    /// <returns>False when the lease's token is no longer the job's: nothing was written. True also when exactly this lease was committed
    /// before (its answer was lost and the caller asks again): nothing is written twice.</returns>
    /// <exception cref="StorageException">Also <see cref="StorageException.RefusesRows"/>: a row that no table takes; nothing was
    /// written.</exception>
    Task<bool> CommitAsync(JobLease lease, JobResult result, CancellationToken cancellationToken);

    /// <summary>Records a failed try: the job becomes ready again after the back-off, or failed when another try cannot help or its tries
    /// are used up.</summary>
    /// <returns>False when the lease's token is no longer the job's.</returns>
    Task<bool> FailAsync(JobLease lease, JobFailure failure, CancellationToken cancellationToken);

    /// <summary>The leased job found an artifact of its inputs missing or damaged: <see cref="ReopenProducersAsync"/>, and the leased job
    /// waits for them. No try is counted, unless no job is left to wait for (the artifact is nobody's): that is a failed try.</summary>
    /// <returns>False when the lease's token is no longer the job's: nothing was changed.</returns>
    Task<bool> RedoInputsAsync(JobLease lease, ArtifactHash damaged, CancellationToken cancellationToken);

    /// <summary>Gives jobs back untried: the worker stops.</summary>
    Task ReleaseAsync(IReadOnlyList<JobLease> leases, CancellationToken cancellationToken);

    /// <summary>Makes the study's failed jobs ready again, with all their tries.</summary>
    /// <returns>How many.</returns>
    Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken);

    /// <summary>An artifact is missing or damaged: every finished job that left it loses its rows and artifact references and runs again
    /// (ready, or waiting where an input of its own has to run again too); unfinished jobs that read it wait for them.</summary>
    /// <returns>The jobs that run again; none when no finished job made it.</returns>
    Task<IReadOnlyList<JobKey>> ReopenProducersAsync(ArtifactHash artifact, CancellationToken cancellationToken);

    /// <summary>Removes a study or one of its revisions: names only; rows and artifacts stay until they are collected. Without its newest
    /// revision a study is the one before; jobs that only the removed one wanted are cancelled.</summary>
    /// <param name="study">The study, or the revision.</param>
    /// <param name="submission">Who removes it, and whether open jobs of somebody else's may be dropped.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StudyConflictException">Open jobs of somebody else's would be dropped.</exception>
    Task<RemovedStudy> RemoveAsync(StudyAddress study, SubmitOptions submission, CancellationToken cancellationToken);

    /// <summary>Gives a study another name, with all its revisions.</summary>
    /// <param name="study">Its name.</param>
    /// <param name="name">The new one, which no study has.</param>
    /// <param name="redefine">A definition under the new name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StudyConflictException">The name is taken, or jobs of the study are in workers' hands.</exception>
    Task RenameAsync(string study, string name, Func<string, string> redefine, CancellationToken cancellationToken);

    /// <summary>Cancels the study: jobs that no other study wants are not run; commits of those in hand are refused. Finished jobs stay
    /// finished.</summary>
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

    /// <summary>Workers that have ever leased, the latest seen first.</summary>
    Task<IReadOnlyList<WorkerStatus>> ListWorkersAsync(CancellationToken cancellationToken);

    /// <param name="study">Counts the jobs of this study or revision only; null for all of the database.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<JobCounts> CountAsync(string? study, CancellationToken cancellationToken);

    /// <summary>The jobs with these keys, whatever their state; keys that the database does not have are left out.</summary>
    Task<IReadOnlyDictionary<JobKey, Job>> FindJobsAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken);

    /// <summary>Which of these jobs are done.</summary>
    Task<IReadOnlySet<JobKey>> FindDoneAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken);

    /// <summary>The artifacts of finished jobs, by job.</summary>
    Task<IReadOnlyDictionary<JobKey, IReadOnlyList<JobArtifact>>> FindArtifactsAsync(
        IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken);

    /// <summary>The sizes of the study's jobs that are not done.</summary>
    Task<IReadOnlyDictionary<JobKey, JobSize>> FindOpenAsync(string study, CancellationToken cancellationToken);

    /// <summary>How fast the finished jobs of the database ran, per kind and device; kinds without jobs of known cost are left
    /// out.</summary>
    Task<IReadOnlyList<MeasuredRate>> MeasureRatesAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<FailedJob>> FindFailuresAsync(string study, CancellationToken cancellationToken);
}
