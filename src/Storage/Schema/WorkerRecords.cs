using Experiments.Contracts;

namespace Experiments.Storage;

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

/// <summary>Silos of clusters: what each last said of itself, and whether it is asked to drain.</summary>
[StoredTable("silos", nameof(Cluster), nameof(Name))]
[Check("amounts", "memory_bytes >= 0 AND places >= 0 AND in_hand >= 0")]
internal sealed class SiloRecord
{
    /// <summary>The cluster that it is a member of.</summary>
    public required string Cluster { get; init; }

    /// <summary>Unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>Where other silos reach it.</summary>
    public required string Address { get; init; }

    /// <summary>The version of its program.</summary>
    public required string Program { get; init; }

    /// <summary>What it computes on, separated by spaces: <c>cpu:0 cuda:1</c>.</summary>
    public required string Devices { get; init; }

    /// <summary>Memory that its jobs may take together.</summary>
    [Column(Unit = "bytes")]
    public required long MemoryBytes { get; init; }

    /// <summary>Jobs that it takes at most.</summary>
    [Column(Unit = "jobs")]
    public required int Places { get; init; }

    /// <summary>Jobs that it runs.</summary>
    [Column(Unit = "jobs")]
    public required int InHand { get; init; }

    /// <summary>It has left the cluster.</summary>
    [Column(Unit = "yes or no")]
    public required bool Ended { get; init; }

    /// <summary>It is asked to finish what it has and to take no more, until somebody says otherwise.</summary>
    [Column(Unit = "yes or no")]
    public required bool Drains { get; init; }

    /// <summary>Its last word.</summary>
    [Column(Unit = "ms UTC")]
    public required long LastSeenAt { get; init; }
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
