using System.ComponentModel;
using Experiments.Contracts;

namespace Experiments.Storage;

// Times in rows are milliseconds since 1970-01-01 UTC: the same number in both databases.

/// <summary>What was submitted: a row for each revision. Another submission with changed contents under the same name is the next
/// revision; the earlier ones stay, with their names of jobs.</summary>
[StoredTable("studies", nameof(Name), nameof(Revision))]
internal sealed class StudyRecord
{
    /// <summary>Lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Grows with every change; a number is not used again while a later one is there.</summary>
    [Column(Unit = "from 1", Check = "revision >= 1")]
    public required int Revision { get; init; }

    /// <summary>Null where the study has none.</summary>
    public required string? Title { get; init; }

    /// <summary>The validated study in canonical form, defaults filled in.</summary>
    [Column(Unit = "JSON")]
    public required string Definition { get; init; }

    /// <summary>When the revision was submitted first.</summary>
    [Column(Unit = "ms UTC")]
    public required long SubmittedAt { get; init; }

    /// <summary>The user who did; null where that is not known.</summary>
    public required string? SubmittedBy { get; init; }

    /// <summary>The machine that it came from; null where that is not known.</summary>
    public required string? SubmittedFrom { get; init; }

    /// <summary>When a later revision took its place; null for the newest, the one that runs.</summary>
    [Column(Unit = "ms UTC")]
    public required long? SupersededAt { get; init; }

    /// <summary>Null while the study is wanted.</summary>
    [Column(Unit = "ms UTC")]
    public required long? CancelledAt { get; init; }

    /// <summary>The study's weight among the studies of its user; a later revision has its predecessor's.</summary>
    [Column(Unit = "from 1 to 100")]
    [DefaultValue(StudyPriority.Default)]
    public required int Priority { get; init; }
}

/// <summary>What a revision of a study calls its jobs, one row per name; a job that serves several tables has several.</summary>
[StoredTable("study_jobs", nameof(Study), nameof(Revision), nameof(Position))]
// Which studies want a job: the leases of one study and the cancelling of another ask it for every job.
[Index(nameof(Job), nameof(Study))]
// What the leases of a study cannot find by the study of the job. The second column makes SQLite prefer it to the primary key.
[Index(nameof(Study), nameof(Borrowed), nameof(Job), Filter = "borrowed")]
internal sealed class StudyJobRecord
{
    /// <summary>The study.</summary>
    [References(typeof(StudyRecord))]
    public required string Study { get; init; }

    /// <summary>Which of its revisions.</summary>
    [Column(Unit = "from 1")]
    [References(typeof(StudyRecord))]
    public required int Revision { get; init; }

    /// <summary>Place in the study's list of names: tables keep this order, and several names can share an <see cref="Ordinal"/>.</summary>
    [Column(Unit = "from 0")]
    public required int Position { get; init; }

    /// <summary>The job that the name stands for.</summary>
    public required JobKey Job { get; init; }

    /// <summary>The job's kind, repeated: <c>train</c>, <c>errors</c>, <c>craft</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Place of the job in the plan.</summary>
    [Column(Unit = "from 0")]
    public required int Ordinal { get; init; }

    /// <summary>The transfer table or analysis that the job serves, or the statement that it judges; null for training and errors on clean
    /// data.</summary>
    public required string? TableName { get; init; }

    /// <summary>The network that is trained, looked at or judged on clean data.</summary>
    public required string? Model { get; init; }

    /// <summary>The network that perturbed images are made on; null for controls.</summary>
    public required string? Source { get; init; }

    /// <summary>The study's name for the attack.</summary>
    public required string? Attack { get; init; }

    /// <summary>The network that perturbed images are fed to.</summary>
    public required string? Victim { get; init; }

    /// <summary>The study's name for the images.</summary>
    public required string? Data { get; init; }

    /// <summary>The replicate of the study that the job belongs to.</summary>
    [Column(Unit = "from 1")]
    [DefaultValue(1)]
    public required int Replicate { get; init; }

    /// <summary>The job is another study's (<see cref="JobRecord.Study"/>); true at least while the job is not done. False in revisions
    /// that are not the newest: nobody runs them.</summary>
    [Column(Unit = "yes or no")]
    public required bool Borrowed { get; init; }

    internal static StudyJobRecord From(string study, int revision, int position, StudyJob name, bool borrowed) => new()
    {
        Study = study,
        Revision = revision,
        Position = position,
        Job = name.Job,
        Kind = name.Kind,
        Ordinal = name.Ordinal,
        TableName = name.Table,
        Model = name.Model,
        Source = name.Source,
        Attack = name.Attack,
        Victim = name.Victim,
        Data = name.Data,
        Replicate = name.Replicate,
        Borrowed = borrowed,
    };

    internal StudyJob ToStudyJob() => new()
    {
        Job = Job,
        Kind = Kind,
        Ordinal = Ordinal,
        Table = TableName,
        Model = Model,
        Source = Source,
        Attack = Attack,
        Victim = Victim,
        Data = Data,
        Replicate = Replicate,
    };
}
