namespace Experiments.Contracts;

/// <summary>What submitting a study would run.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Kinds">Per kind of job, in the order of the catalogue of kinds.</param>
/// <param name="Workers">Jobs that this process would run at the same time.</param>
/// <param name="EstimatedTime">With so many workers; null where a kind of job is open that has never been timed in this database.</param>
public sealed record PlanSummary(string Study, IReadOnlyList<PlanLine> Kinds, int Workers, TimeSpan? EstimatedTime)
{
    /// <summary>What the study needs and this process has not, for people; null for nothing.</summary>
    public string? Missing { get; init; }

    /// <summary>What the author may not have meant, in the order of the file.</summary>
    public IReadOnlyList<StudyWarning> Warnings { get; init; } = [];

    /// <summary>The classes of data sets that name them, each data set once, in the order of the file.</summary>
    public IReadOnlyList<DatasetClasses> Classes { get; init; } = [];

    /// <summary>Memory that the largest of the jobs that are not done may take, in bytes, estimated.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Memory that the jobs of this process may take together, in bytes.</summary>
    public long AvailableMemoryBytes { get; init; }

    /// <summary>What the study would change of what the database has under its name: a run makes the next revision; null where it would
    /// make none.</summary>
    public RevisionChange? Change { get; init; }

    public int Jobs => Kinds.Sum(k => k.Jobs);

    public int Cached => Kinds.Sum(k => k.Cached);
}

/// <param name="Kind">The kind of job.</param>
/// <param name="Jobs">Jobs that the study needs.</param>
/// <param name="Cached">Of these, jobs whose results exist already.</param>
/// <param name="Work">Time of the others together, one after another: from their sizes and the rates at which jobs of this kind ran in this
/// database. Null where none did.</param>
public sealed record PlanLine(string Kind, int Jobs, int Cached, TimeSpan? Work);

/// <param name="Dataset">As the study names it.</param>
/// <param name="Names">In the order of the network's outputs.</param>
public sealed record DatasetClasses(string Dataset, IReadOnlyList<string> Names);
