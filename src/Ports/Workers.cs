using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>Names one worker process. A worker of this host whose process is gone cannot come back, so its leases end at once instead of at
/// their expiry.</summary>
/// <param name="Host">Machine name.</param>
/// <param name="ProcessId">Process id on that machine.</param>
/// <param name="StartedAt">When the process started, in UTC: tells a process from a later one with the same id.</param>
public sealed record WorkerId(string Host, int ProcessId, DateTimeOffset StartedAt)
{
    /// <summary>To the millisecond, as databases keep it: a worker that is read back is the same worker.</summary>
    public DateTimeOffset StartedAt { get; init; } = DateTimeOffset.FromUnixTimeMilliseconds(StartedAt.ToUnixTimeMilliseconds());
}

/// <param name="Worker">Who.</param>
/// <param name="LastSeenAt">Its last lease or renewal, in UTC.</param>
/// <param name="Leased">Jobs in hand.</param>
/// <param name="Done">Jobs finished.</param>
/// <param name="Busy">Measured durations of the finished jobs, summed.</param>
public sealed record WorkerStatus(WorkerId Worker, DateTimeOffset LastSeenAt, int Leased, int Done, TimeSpan Busy)
{
    /// <summary>Jobs that it runs at the same time; 0 once it has ended; null before its first word.</summary>
    public int? Slots { get; init; }

    public double ImagesPerSecond { get; init; }

    public double GradientEvaluationsPerSecond { get; init; }
}

/// <summary>What a worker says of itself every few seconds.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Slots">Jobs that it runs at the same time; 0 when it ends.</param>
/// <param name="ImagesPerSecond">Perturbed by its running attacks together.</param>
/// <param name="GradientEvaluationsPerSecond">Of source models.</param>
/// <param name="Jobs">Jobs in hand.</param>
public sealed record WorkerReport(
    WorkerId Worker, int Slots, double ImagesPerSecond, double GradientEvaluationsPerSecond, IReadOnlyList<JobReport> Jobs);

/// <param name="Job">A job in hand.</param>
/// <param name="StartedAt">Start of this try, in UTC.</param>
/// <param name="Activity">How far it is.</param>
public sealed record JobReport(JobKey Job, DateTimeOffset StartedAt, JobActivity Activity);

/// <param name="Job">A leased job.</param>
/// <param name="Worker">Who has it.</param>
/// <param name="StartedAt">Start of this try, in UTC; null before the worker's first word about it.</param>
/// <param name="Activity">How far it is.</param>
public sealed record LeasedJob(JobKey Job, WorkerId Worker, DateTimeOffset? StartedAt, JobActivity Activity);
