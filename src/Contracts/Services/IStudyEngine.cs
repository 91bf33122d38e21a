namespace Experiments.Contracts;

/// <summary>Plans, submits and runs studies: an engine decides where and when a job runs, never what it computes. Studies are addressed by
/// name. Every method that takes one throws <see cref="StudyNotFoundException"/> for a name that the database does not have.</summary>
public interface IStudyEngine
{
    /// <summary>Says what submitting the study would run, and runs nothing.</summary>
    Task<PlanSummary> PlanAsync(StudyDocument document, CancellationToken cancellationToken);

    /// <summary>Makes the study durable: after the return its jobs survive any process. Submitting the same study again changes nothing;
    /// with other contents it is the study's next revision.</summary>
    /// <exception cref="StudyConflictException">Open jobs of somebody else's would be dropped.</exception>
    /// <exception cref="MemoryMissingException">The caller runs the study in this process, and a job of it needs more memory than there
    /// is; nothing was changed.</exception>
    Task<StudySummary> SubmitAsync(StudyDocument document, CancellationToken cancellationToken);

    /// <summary>Holds a study file against what is stored under its name. Changes nothing.</summary>
    Task<FileComparison> CompareAsync(StudyDocument document, CancellationToken cancellationToken);

    /// <summary>Removes a study or one of its revisions; results stay until they are collected. Without its newest revision a study is the
    /// one before.</summary>
    /// <exception cref="StudyConflictException">Open jobs of somebody else's would be dropped.</exception>
    Task<RemovedStudy> RemoveAsync(StudyAddress study, SubmitOptions submission, CancellationToken cancellationToken);

    /// <summary>Gives a study and all its revisions another name.</summary>
    /// <exception cref="StudyConflictException">The name is taken or none, or jobs of the study are in hand.</exception>
    Task RenameAsync(string study, string name, CancellationToken cancellationToken);

    /// <summary>Returns when no job of the study can run any more; jobs run in this process or elsewhere, as the engine has it.</summary>
    Task<StudySummary> RunAsync(string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken);

    /// <summary>Runs jobs of every study of the database until it is asked to stop, or until none can run any more. Asked to stop, it gives
    /// the jobs in hand back and returns: that is the usual end of a worker.</summary>
    Task<WorkSummary> WorkAsync(WorkOptions options, CancellationToken cancellationToken);

    /// <summary>Tells how far a study is, whoever runs it, until no job of it can run any more. Runs nothing.</summary>
    Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken);

    /// <summary>Runs a sample of the study's finished jobs again and compares every row and every file with what is stored. Changes
    /// nothing.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="share">Of each kind of job, this share of them, at least one; in (0, 1]. The same jobs every time.</param>
    /// <param name="progress">Told after every job.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    Task<VerifyReport> VerifyAsync(string study, double share, IProgress<VerifyProgress> progress, CancellationToken cancellationToken);

    /// <summary>Stops a study: jobs that no other study wants are not run any more, what is finished stays.</summary>
    /// <returns>How many jobs were cancelled.</returns>
    Task<int> CancelAsync(string study, CancellationToken cancellationToken);

    /// <summary>Undoes <see cref="CancelAsync"/>.</summary>
    /// <returns>How many jobs can run again.</returns>
    Task<int> ResumeAsync(string study, CancellationToken cancellationToken);

    /// <summary>Makes the study's failed jobs ready again, with all their tries.</summary>
    /// <returns>How many.</returns>
    Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken);

    /// <summary>Gives a study another weight among its user's studies, from the next free place on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As <see cref="StudyPriority.Require"/>.</exception>
    Task SetPriorityAsync(string study, int priority, CancellationToken cancellationToken);

    /// <summary>Limits what a user's studies may have together, in the place of an earlier quota. Jobs in hand stay.</summary>
    /// <exception cref="ArgumentException">As <see cref="Quota.Require"/>.</exception>
    Task SetQuotaAsync(Quota quota, CancellationToken cancellationToken);

    /// <returns>False when the user has none.</returns>
    Task<bool> RemoveQuotaAsync(string user, CancellationToken cancellationToken);

    /// <summary>An artifact is missing or damaged: the finished jobs that left it are ready to run again.</summary>
    /// <param name="study">Whose reader found it.</param>
    /// <param name="damaged">The artifact.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many; 0 when no finished job made it.</returns>
    Task<int> RedoAsync(string study, ArtifactHash damaged, CancellationToken cancellationToken);

    /// <summary>The silos of the cluster that were heard of lately, by name.</summary>
    /// <exception cref="NotAClusterException">The engine is none.</exception>
    Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken);

    /// <summary>How many devices of each kind the jobs of all studies could use now.</summary>
    /// <exception cref="NotAClusterException">The engine is none.</exception>
    Task<IReadOnlyList<WantedDevices>> ListWantedDevicesAsync(CancellationToken cancellationToken);

    /// <summary>Asks a silo to finish what it has and to take no more, or to take jobs again; it is asked until somebody says otherwise,
    /// however often it restarts. Returns at once.</summary>
    /// <param name="silo">Its name.</param>
    /// <param name="drain">False ends the drain.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NotAClusterException">The engine is none.</exception>
    /// <exception cref="SiloNotFoundException">The cluster has no silo of this name.</exception>
    Task<SiloLine> DrainSiloAsync(string silo, bool drain, CancellationToken cancellationToken);
}

/// <param name="Workers">Jobs run at the same time; null for one per core.</param>
public sealed record RunOptions(int? Workers);

/// <param name="Slots">Jobs run at the same time; null for one per core.</param>
/// <param name="UntilIdle">Returns when no job of the database can run any more.</param>
/// <param name="Lease">How long a job stays this worker's without a sign of life; null for the engine's own. Part of no result.</param>
public sealed record WorkOptions(int? Slots, bool UntilIdle, TimeSpan? Lease = null);

/// <summary>What a worker did.</summary>
/// <param name="Done">Jobs that it finished.</param>
/// <param name="Failed">Jobs that were quarantined meanwhile, by this worker or another.</param>
/// <param name="GivenBack">Jobs in hand when it was asked to stop.</param>
public sealed record WorkSummary(int Done, int Failed, int GivenBack);

/// <summary>A job needs more memory than this process may take.</summary>
public sealed class MemoryMissingException(string message) : Exception(message);

/// <summary>This process has not the device that a study wants its networks computed on.</summary>
public sealed class DeviceMissingException(string message) : Exception(message);
