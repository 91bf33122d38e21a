using Experiments.Contracts;

namespace Experiments.Storage;

// Rows of the tables that hold no results. Times are milliseconds since 1970-01-01 UTC: the same number in both databases.

internal sealed class SchemaVersionRecord
{
    public required int Version { get; init; }

    public required string Name { get; init; }

    public required long AppliedAt { get; init; }
}

internal sealed class StudyRecord
{
    public required string Name { get; init; }

    public required string? Title { get; init; }

    public required string Definition { get; init; }

    public required long SubmittedAt { get; init; }

    public required long? CancelledAt { get; init; }
}

internal sealed class StudyJobRecord
{
    public required string Study { get; init; }

    /// <summary>Index in the plan's list of names: several names can share an <see cref="Ordinal"/>.</summary>
    public required int Position { get; init; }

    public required JobKey Job { get; init; }

    public required string Kind { get; init; }

    public required int Ordinal { get; init; }

    public required string? TableName { get; init; }

    public required string? Model { get; init; }

    public required string? Source { get; init; }

    public required string? Attack { get; init; }

    public required string? Victim { get; init; }

    public required string? Data { get; init; }

    /// <summary>The job is another study's: <see cref="JobRecord.Study"/>. True at least while the job is not done.</summary>
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
    };
}

internal sealed class JobRecord
{
    public required JobKey Key { get; init; }

    public required string Kind { get; init; }

    public required int Version { get; init; }

    public required string State { get; init; }

    public required double Priority { get; init; }

    /// <summary>Order of arrival: decides among equal priorities, so that jobs of one model stay together.</summary>
    public required long Sequence { get; init; }

    /// <summary>Distinct inputs that are not done; kept exact for every job that is not done itself.</summary>
    public required int MissingInputs { get; init; }

    public int Attempts { get; init; }

    public int Failures { get; init; }

    public int Losses { get; init; }

    public long NotBefore { get; init; }

    public long Token { get; init; }

    /// <summary>The study that brought the job; null when that study has dropped it. Claims of this study find it by index.</summary>
    public required string? Study { get; init; }

    public string? Worker { get; init; }

    public long? LeaseExpiresAt { get; init; }

    public required long SubmittedAt { get; init; }

    public long? FinishedAt { get; init; }

    public double? DurationMs { get; init; }

    public string? Error { get; init; }

    /// <summary>Behind what changes, so that state changes do not walk over it.</summary>
    public required string Settings { get; init; }

    /// <summary>What computes its networks; claims of workers that have not got it pass it over.</summary>
    public required string Device { get; init; }

    /// <summary>Estimated, in a unit that jobs of its kind share; 0 for jobs from before there was one.</summary>
    public required double Cost { get; init; }
}

internal sealed class JobInputRecord
{
    public required JobKey Job { get; init; }

    public required int Ordinal { get; init; }

    public required string Role { get; init; }

    public required JobKey Input { get; init; }
}

internal sealed class ArtifactRecord
{
    public required ArtifactHash Hash { get; init; }

    public required long Bytes { get; init; }
}

internal sealed class ArtifactChunkRecord
{
    public required ArtifactHash Hash { get; init; }

    public required int Ordinal { get; init; }

    public required byte[] Data { get; init; }
}

internal sealed class JobArtifactRecord
{
    public required JobKey Job { get; init; }

    public required string Role { get; init; }

    public required ArtifactHash Hash { get; init; }
}

internal sealed class WorkerRecord
{
    public required string Id { get; init; }

    public required string Host { get; init; }

    public required int ProcessId { get; init; }

    public required long StartedAt { get; init; }

    public required long LastSeenAt { get; init; }
}

internal sealed class WorkerReportRecord
{
    public required string Worker { get; init; }

    public required int Slots { get; init; }

    public required double ImagesPerSecond { get; init; }

    public required double GradientEvaluationsPerSecond { get; init; }
}

internal sealed class ActivityRecord
{
    public required JobKey Job { get; init; }

    public required string Worker { get; init; }

    public required long StartedAt { get; init; }

    public required int Done { get; init; }

    public required int Total { get; init; }

    public required string Unit { get; init; }

    public required string? Note { get; init; }
}
