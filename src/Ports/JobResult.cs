using Experiments.Contracts;

namespace Experiments.Ports;

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
