using System.ComponentModel;
using Experiments.Contracts;

namespace Experiments.Storage;

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

    /// <summary>Memory that it may take at its peak, estimated: workers that have less pass it over. 0 for jobs from before there was an
    /// estimate.</summary>
    [Column(Unit = "bytes")]
    [DefaultValue(0L)]
    public required long MemoryBytes { get; init; }

    /// <summary>The study whose share its last lease counted against: the one that leased it, or else the one that brought it.</summary>
    public string? LeaseStudy { get; init; }

    /// <summary>When its last lease began.</summary>
    [Column(Unit = "ms UTC")]
    public long? LeasedAt { get; init; }
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
