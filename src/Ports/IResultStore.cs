using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>Reads studies and their result rows. A study is its name, or the address of one of its revisions
/// (<see cref="StudyAddress"/>).</summary>
public interface IResultStore
{
    /// <summary>The newest revisions of all studies, the latest submitted first.</summary>
    Task<IReadOnlyList<StoredStudy>> ListStudiesAsync(CancellationToken cancellationToken);

    /// <summary>All revisions of a study, the newest first; none when there is no study of this name.</summary>
    Task<IReadOnlyList<StoredStudy>> ListRevisionsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Null when there is no such study or revision.</summary>
    Task<StoredStudy?> FindStudyAsync(string study, CancellationToken cancellationToken);

    /// <summary>What the study calls its jobs, in the order of the plan.</summary>
    Task<IReadOnlyList<StudyJob>> ReadStudyJobsAsync(string study, CancellationToken cancellationToken);

    /// <summary>What a study calls these jobs: the first study of several, by name, newest revisions before others. Jobs that no revision
    /// names are left out.</summary>
    Task<IReadOnlyDictionary<JobKey, NamedJob>> FindNamesAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken);

    /// <summary>Rows of one table that belong to jobs of the study, in the order of the plan and, within a job, of their key (epoch; image,
    /// draw).</summary>
    /// <typeparam name="TRow">The table's record.</typeparam>
    Task<IReadOnlyList<TRow>> ReadRowsAsync<TRow>(string study, CancellationToken cancellationToken)
        where TRow : ResultRow;

    /// <summary>Rows of one table that belong to these jobs, in the order of the jobs and, within a job, of their key.</summary>
    /// <typeparam name="TRow">The table's record.</typeparam>
    IAsyncEnumerable<TRow> StreamRowsAsync<TRow>(IReadOnlyList<JobKey> jobs, CancellationToken cancellationToken)
        where TRow : ResultRow;

    /// <summary>All rows of a job, in every table that has any; those of one table in the order of their key.</summary>
    Task<IReadOnlyList<ResultRow>> ReadRowsOfAsync(JobKey job, CancellationToken cancellationToken);

    /// <summary>The properties that tell a job's rows of one table apart; none where it has only one.</summary>
    /// <param name="row">The table's record.</param>
    /// <exception cref="ArgumentException">The type has no table.</exception>
    IReadOnlyList<string> KeyOf(Type row);

    /// <summary>Trained models by the start of their key.</summary>
    Task<IReadOnlyList<ModelRow>> FindModelsAsync(string keyPrefix, CancellationToken cancellationToken);
}

/// <param name="Name">The study's name.</param>
/// <param name="Title">Its title; null for none.</param>
/// <param name="Definition">The validated study as canonical JSON.</param>
/// <param name="SubmittedAt">When the revision was submitted first, in UTC.</param>
public sealed record StoredStudy(string Name, string? Title, string Definition, DateTimeOffset SubmittedAt)
{
    /// <summary>Counted from 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Null where that is not known.</summary>
    public Submitter? By { get; init; }

    /// <summary>Its weight among its user's studies.</summary>
    public int Priority { get; init; } = StudyPriority.Default;

    /// <summary>Somebody has stopped it.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>A later revision took its place.</summary>
    public bool IsSuperseded { get; init; }
}

/// <param name="Study">A study that wants the job.</param>
/// <param name="Name">What it calls the job.</param>
public sealed record NamedJob(string Study, StudyJob Name);
