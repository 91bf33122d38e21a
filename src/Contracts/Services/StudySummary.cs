namespace Experiments.Contracts;

/// <summary>Where a study stands.</summary>
public sealed record StudySummary
{
    public required string Name { get; init; }

    public string? Title { get; init; }

    /// <summary>Counted from 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>When the revision was submitted first.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Who submitted the revision; null where that is not known.</summary>
    public Submitter? By { get; init; }

    public required JobCounts Jobs { get; init; }

    /// <summary>Its weight among its user's studies.</summary>
    public int Priority { get; init; } = StudyPriority.Default;

    /// <summary>Why ready jobs of it are not run although there may be places, for people; null for nothing known.</summary>
    public string? Waits { get; init; }

    /// <summary>Somebody has stopped the study.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>A later revision took its place.</summary>
    public bool IsSuperseded { get; init; }

    public StudyState State => this switch
    {
        { Jobs.Complete: true } => StudyState.Finished,
        { IsSuperseded: true } => StudyState.Superseded,
        { IsCancelled: true } => StudyState.Cancelled,
        { Jobs: { Over: true, Cancelled: > 0 } } => StudyState.Cancelled,
        { Jobs: { Over: true, Failed: 0, Unknown: > 0 } } => StudyState.Unknown,
        { Jobs.Over: true } => StudyState.Failed,
        { Jobs.Leased: > 0 } => StudyState.Running,
        _ => StudyState.Open,
    };

    /// <summary>What the study needs and this process has not, for people; null for nothing.</summary>
    public string? Missing { get; init; }

    /// <summary>What the author of a study that was submitted just now may not have meant, in the order of the file.</summary>
    public IReadOnlyList<StudyWarning> Warnings { get; init; } = [];

    /// <summary>What the submission that was just made changes; null where it is no new revision of a known study.</summary>
    public RevisionChange? Change { get; init; }
}

/// <summary>Jobs by state.</summary>
public sealed record JobCounts(int Waiting, int Ready, int Leased, int Done, int Failed, int Cancelled)
{
    /// <summary>Of those that are ready: of a kind or version that the program which counted does not know. Counted where nothing is
    /// leased.</summary>
    public int Unknown { get; init; }

    /// <summary>The first such kind with its version, for people; null for none.</summary>
    public string? UnknownKind { get; init; }

    /// <summary>Ready, and some worker of this program can run them.</summary>
    public int Runnable => Ready - Unknown;

    public int Total => Waiting + Ready + Leased + Done + Failed + Cancelled;

    /// <summary>Every job is done: nothing is missing.</summary>
    public bool Complete => Done == Total;

    /// <summary>Nothing can run any more, whatever is missing. Jobs behind a failed, a cancelled or an unknown one wait for ever.</summary>
    public bool Over => Runnable == 0 && Leased == 0 && (Waiting == 0 || Failed > 0 || Cancelled > 0 || Unknown > 0);
}

/// <summary>What a study is at a moment.</summary>
public enum StudyState
{
    /// <summary>Every job is done.</summary>
    Finished,

    /// <summary>A later revision took its place before that: nobody runs what only this one names.</summary>
    Superseded,

    /// <summary>Stopped before that; it can be resumed.</summary>
    Cancelled,

    /// <summary>No job can run any more, and not all are done: some failed.</summary>
    Failed,

    /// <summary>The jobs that are left are of a kind or version that this program does not know; another version of it may.</summary>
    Unknown,

    /// <summary>A job is in hand.</summary>
    Running,

    /// <summary>Jobs are left to run, and nobody runs one.</summary>
    Open,
}
