using System.ComponentModel;
using Experiments.Contracts;

namespace Experiments.Storage;

// Rows of the tables that hold no results. Times are milliseconds since 1970-01-01 UTC: the same number in both databases.

/// <summary>What was submitted.</summary>
[StoredTable("studies", nameof(Name))]
internal sealed class StudyRecord
{
    /// <summary>Lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Null where the study has none.</summary>
    public required string? Title { get; init; }

    /// <summary>The validated study in canonical form, defaults filled in.</summary>
    [Column(Unit = "JSON")]
    public required string Definition { get; init; }

    /// <summary>First submitted.</summary>
    [Column(Unit = "ms UTC")]
    public required long SubmittedAt { get; init; }

    /// <summary>Null while the study is wanted.</summary>
    [Column(Unit = "ms UTC")]
    public required long? CancelledAt { get; init; }
}

/// <summary>What a study calls its jobs, one row per name; a job that serves several tables has several.</summary>
[StoredTable("study_jobs", nameof(Study), nameof(Position))]
// Which studies want a job: the leases of one study and the cancelling of another ask it for every job.
[Index(nameof(Job), nameof(Study))]
// What the leases of a study cannot find by the study of the job. The second column makes SQLite prefer it to the primary key.
[Index(nameof(Study), nameof(Borrowed), nameof(Job), Filter = "borrowed")]
internal sealed class StudyJobRecord
{
    /// <summary>The study.</summary>
    [References(typeof(StudyRecord))]
    public required string Study { get; init; }

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

    /// <summary>The job is another study's (<see cref="JobRecord.Study"/>); true at least while the job is not done.</summary>
    [Column(Unit = "yes or no")]
    public required bool Borrowed { get; init; }

    internal static StudyJobRecord From(string study, int position, StudyJob name, bool borrowed) => new()
    {
        Study = study,
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

/// <summary>
/// One row per piece of work, and where it stands. State changes: <c>waiting</c> (an input is not done), <c>ready</c>, <c>leased</c> (a
/// worker has it), <c>done</c>; or back to <c>ready</c> after a failed try or a lost worker, or <c>failed</c> (quarantined), or
/// <c>cancelled</c> (no live study wants it).
/// </summary>
[StoredTable("jobs", nameof(Key))]
// A lease reads its jobs from the front of one of the first two, however many others there are.
[Index(nameof(Priority), nameof(Sequence), Descending = nameof(Priority), Filter = "state = 'ready'")]
[Index(nameof(Study), nameof(Priority), nameof(Sequence), Descending = nameof(Priority), Filter = "state = 'ready'")]
[Index(nameof(LeaseExpiresAt), Filter = "lease_expires_at IS NOT NULL")]
[Check("ready", "state <> 'ready' OR missing_inputs = 0")]
[Check("lease", "(state = 'leased') = (lease_expires_at IS NOT NULL)")]
[Check("tries", "attempts >= 0 AND failures >= 0 AND losses >= 0 AND token >= 0")]
internal sealed class JobRecord
{
    /// <summary>SHA-256 of settings, inputs and version.</summary>
    public required JobKey Key { get; init; }

    /// <summary>Which algorithm runs it.</summary>
    public required string Kind { get; init; }

    /// <summary>Version of that algorithm.</summary>
    public required int Version { get; init; }

    /// <summary>Where it stands.</summary>
    [Column(Values = ["waiting", "ready", "leased", "done", "failed", "cancelled"])]
    public required string State { get; init; }

    /// <summary>Longest chain of jobs from here to the study's end, estimated; higher runs first.</summary>
    [Column(Unit = "seconds")]
    public required double Priority { get; init; }

    /// <summary>Order of arrival: decides among equal priorities, so that jobs of one model stay together.</summary>
    [Column(Unit = "from 1")]
    public required long Sequence { get; init; }

    /// <summary>Distinct inputs that are not done; kept exact for every job that is not done itself.</summary>
    [Column(Unit = "jobs", Check = "missing_inputs >= 0")]
    public required int MissingInputs { get; init; }

    /// <summary>Tries started, without those given back.</summary>
    [Column(Unit = "tries")]
    public int Attempts { get; init; }

    /// <summary>Tries that ended with an error.</summary>
    [Column(Unit = "tries")]
    public int Failures { get; init; }

    /// <summary>Leases that ended without a word from the worker.</summary>
    [Column(Unit = "tries")]
    public int Losses { get; init; }

    /// <summary>End of the back-off after a failed try; 0 for none.</summary>
    [Column(Unit = "ms UTC")]
    public long NotBefore { get; init; }

    /// <summary>Fencing token: grows with every lease, a commit with an older one is refused.</summary>
    public long Token { get; init; }

    // Study and worker are no foreign keys: every lease would lock the worker's row against its other leases.

    /// <summary>The study that brought the job; null when that study has dropped it. Leases of this study find it by index.</summary>
    public required string? Study { get; init; }

    /// <summary>Who holds it or held it last: <see cref="WorkerRecord.Id"/>.</summary>
    public string? Worker { get; init; }

    /// <summary>Null unless leased.</summary>
    [Column(Unit = "ms UTC")]
    public long? LeaseExpiresAt { get; init; }

    /// <summary>First submitted.</summary>
    [Column(Unit = "ms UTC")]
    public required long SubmittedAt { get; init; }

    /// <summary>When its results were committed.</summary>
    [Column(Unit = "ms UTC")]
    public long? FinishedAt { get; init; }

    /// <summary>How long the successful try ran, for estimates.</summary>
    [Column(Unit = "ms")]
    public double? DurationMs { get; init; }

    /// <summary>Of the last failed try.</summary>
    public string? Error { get; init; }

    // Behind what changes, so that state changes do not walk over it.

    /// <summary>Everything that decides the result, beside the inputs.</summary>
    [Column(Unit = "JSON")]
    public required string Settings { get; init; }

    /// <summary>What computes its networks, repeated from <see cref="Settings"/>: leases of workers that have not got it pass it
    /// over.</summary>
    [DefaultValue("cpu")]
    public required string Device { get; init; }

    /// <summary>Estimated, in a unit that jobs of its kind share: with <see cref="DurationMs"/> of finished ones it tells how long others
    /// may take. 0 for jobs from before there was one.</summary>
    [DefaultValue(0.0)]
    public required double Cost { get; init; }
}

/// <summary>What a job reads.</summary>
[StoredTable("job_inputs", nameof(Job), nameof(Ordinal))]
internal sealed class JobInputRecord
{
    /// <summary>The reader.</summary>
    public required JobKey Job { get; init; }

    /// <summary>Order of the inputs, part of the reader's key.</summary>
    [Column(Unit = "from 0")]
    public required int Ordinal { get; init; }

    /// <summary>What it is read for: <c>source</c>, <c>victim</c>, <c>shard</c>, <c>set</c>.</summary>
    public required string Role { get; init; }

    // The dependents of a job that was just committed are found by it.

    /// <summary>The job that makes it.</summary>
    [Column(Indexed = true)]
    public required JobKey Input { get; init; }
}

/// <summary>Files by the SHA-256 of their bytes: in <c>artifacts/</c> beside an SQLite database, in <c>artifact_chunks</c> on
/// PostgreSQL.</summary>
[StoredTable("artifacts", nameof(Hash))]
internal sealed class ArtifactRecord
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required ArtifactHash Hash { get; init; }

    /// <summary>Size.</summary>
    [Column(Unit = "bytes", Check = "bytes >= 0")]
    public required long Bytes { get; init; }
}

/// <summary>The bytes of files; PostgreSQL only.</summary>
[StoredTable("artifact_chunks", nameof(Hash), nameof(Ordinal), Cascades = true, OnPostgresOnly = true)]
internal sealed class ArtifactChunkRecord
{
    /// <summary>Of the whole artifact.</summary>
    public required ArtifactHash Hash { get; init; }

    /// <summary>Order of the chunks.</summary>
    [Column(Unit = "from 0", Check = "ordinal >= 0")]
    public required int Ordinal { get; init; }

    /// <summary>At most 1 MiB.</summary>
    public required byte[] Data { get; init; }
}

/// <summary>Which job left which files.</summary>
[StoredTable("job_artifacts", nameof(Job), nameof(Role))]
internal sealed class JobArtifactRecord
{
    /// <summary>Who made it.</summary>
    public required JobKey Job { get; init; }

    /// <summary><c>weights</c>, <c>images</c>.</summary>
    public required string Role { get; init; }

    // Who made a damaged artifact is found by it.

    /// <summary>The file.</summary>
    [Column(Indexed = true)]
    public required ArtifactHash Hash { get; init; }
}

/// <summary>Processes that have leased jobs.</summary>
[StoredTable("workers", nameof(Id))]
internal sealed class WorkerRecord
{
    /// <summary>Host, process id and start.</summary>
    public required string Id { get; init; }

    /// <summary>Machine name.</summary>
    public required string Host { get; init; }

    /// <summary>On that machine.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Start of the process: tells it from a later one with the same id.</summary>
    [Column(Unit = "ms UTC")]
    public required long StartedAt { get; init; }

    /// <summary>Last lease or renewal.</summary>
    [Column(Unit = "ms UTC")]
    public required long LastSeenAt { get; init; }
}

/// <summary>What a worker last said of itself.</summary>
[StoredTable("worker_reports", nameof(Worker), Cascades = true)]
[Check("rates", "slots >= 0 AND images_per_second >= 0 AND gradient_evaluations_per_second >= 0")]
internal sealed class WorkerReportRecord
{
    /// <summary>The worker.</summary>
    [References(typeof(WorkerRecord))]
    public required string Worker { get; init; }

    /// <summary>Jobs that run at the same time; 0 once it has ended.</summary>
    [Column(Unit = "jobs")]
    public required int Slots { get; init; }

    /// <summary>Perturbed by its running attacks together.</summary>
    [Column(Unit = "images/s")]
    public required double ImagesPerSecond { get; init; }

    /// <summary>Of source models.</summary>
    [Column(Unit = "gradients/s")]
    public required double GradientEvaluationsPerSecond { get; init; }
}

/// <summary>How far the jobs in hand are, as their workers said every few seconds; nothing depends on it. Rows of ended jobs go with the
/// worker's next word.</summary>
[StoredTable("activities", nameof(Job), Cascades = true)]
[Check("amount", "done >= 0 AND total >= 0")]
internal sealed class ActivityRecord
{
    /// <summary>The job in hand.</summary>
    public required JobKey Job { get; init; }

    /// <summary>Who said it; a worker replaces what it said before.</summary>
    [Column(Indexed = true)]
    [References(typeof(WorkerRecord))]
    public required string Worker { get; init; }

    /// <summary>Start of this try.</summary>
    [Column(Unit = "ms UTC")]
    public required long StartedAt { get; init; }

    /// <summary>Units done.</summary>
    public required int Done { get; init; }

    /// <summary>Units in all, an upper bound; 0 while nothing is known.</summary>
    public required int Total { get; init; }

    /// <summary>What is counted.</summary>
    public required string Unit { get; init; }

    /// <summary>The latest figure.</summary>
    public required string? Note { get; init; }
}

/// <summary>Schemas that this database has had. A program refuses a database with a version that it does not know.</summary>
[StoredTable("schema_versions", nameof(Version))]
internal sealed class SchemaVersionRecord
{
    /// <summary>The schema's.</summary>
    public required int Version { get; init; }

    /// <summary>The migration's script.</summary>
    public required string Name { get; init; }

    /// <summary>When the database came to it.</summary>
    [Column(Unit = "ms UTC")]
    public required long AppliedAt { get; init; }
}

/// <summary>The places of a block of verdicts, one row each: what takes blocks apart in views.</summary>
[StoredTable("verdict_places", nameof(Place))]
internal sealed class VerdictPlaceRecord
{
    /// <summary>From 0 to one less than the images of a full block.</summary>
    public required int Place { get; init; }
}
