namespace Experiments.Contracts;

/// <summary>A moment of a running study.</summary>
public sealed record StudyProgress
{
    public required JobCounts Jobs { get; init; }

    /// <summary>Jobs in hand in this process, the longest running first.</summary>
    public required IReadOnlyList<RunningJob> Running { get; init; }

    /// <summary>Images perturbed per second by all running attacks together.</summary>
    public required double AttackImagesPerSecond { get; init; }

    public required double GradientEvaluationsPerSecond { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Null until there is something to estimate from.</summary>
    public required TimeSpan? Remaining { get; init; }

    /// <summary>As <see cref="StudySummary.Waits"/>.</summary>
    public string? Waits { get; init; }
}

/// <param name="Name">For people: <c>train FC100-100-10</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; an upper bound where a stop rule can end it earlier.</param>
/// <param name="Unit"><c>epochs</c>, <c>images</c>.</param>
/// <param name="Note">The latest figure: <c>loss 0.0123, test 1.9 %</c>; null for none.</param>
public sealed record RunningJob(string Name, int Done, int Total, string Unit, string? Note)
{
    /// <summary>Who runs it, <c>host/process</c>; null for this process.</summary>
    public string? Worker { get; init; }
}
