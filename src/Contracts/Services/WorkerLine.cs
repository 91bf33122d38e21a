namespace Experiments.Contracts;

/// <summary>A worker process.</summary>
public sealed record WorkerLine
{
    /// <summary><c>host/process</c>.</summary>
    public required string Worker { get; init; }

    public required WorkerState State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Jobs that it runs at the same time; null before its first word.</summary>
    public required int? Slots { get; init; }

    public required IReadOnlyList<RunningJob> Running { get; init; }

    /// <summary>Jobs finished.</summary>
    public required int Done { get; init; }

    /// <summary>Measured durations of the finished jobs, summed.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>Images perturbed per second by its running attacks together.</summary>
    public required double AttackImagesPerSecond { get; init; }

    public required double GradientEvaluationsPerSecond { get; init; }
}

public enum WorkerState
{
    /// <summary>Seen a moment ago.</summary>
    Alive,

    /// <summary>Not seen for longer than its word can be late; its jobs come back when their leases end.</summary>
    Silent,

    /// <summary>It said that it ended.</summary>
    Ended,
}
