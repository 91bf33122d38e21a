namespace Experiments.Ports;

/// <summary>The silos of clusters as the database knows them: what they last said of themselves, and what is asked of them. Every method
/// can throw <see cref="StorageException"/>.</summary>
public interface ISiloTable
{
    /// <summary>Says what a silo is and does. Replaces what it said before, or what an earlier one of its name did.</summary>
    /// <returns>Whether it is asked to drain.</returns>
    Task<bool> ReportAsync(SiloReport report, CancellationToken cancellationToken);

    /// <summary>Asks a silo to drain, or no longer; it is asked until somebody says otherwise, however often it restarts.</summary>
    /// <returns>False where the cluster has none of this name.</returns>
    Task<bool> AskToDrainAsync(string cluster, string silo, bool drain, CancellationToken cancellationToken);

    /// <summary>The silos of a cluster that were heard of lately, by name.</summary>
    Task<IReadOnlyList<ReportedSilo>> ListAsync(string cluster, CancellationToken cancellationToken);
}

/// <summary>What a silo says of itself every few seconds.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Name">Unique in the cluster.</param>
public sealed record SiloReport(string Cluster, string Name)
{
    /// <summary>Where other silos reach it.</summary>
    public required string Address { get; init; }

    /// <summary>The version of its program.</summary>
    public required string Program { get; init; }

    /// <summary><c>cpu:0</c>, <c>cuda:1</c>.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Memory that its jobs may take together, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Jobs that it takes at most.</summary>
    public required int Places { get; init; }

    /// <summary>Jobs that it runs.</summary>
    public required int InHand { get; init; }

    /// <summary>It has left the cluster.</summary>
    public bool Ended { get; init; }
}

/// <param name="Report">What it said last.</param>
/// <param name="Drains">It is asked to finish what it has and to take no more.</param>
/// <param name="LastSeenAt">When it said so, in UTC.</param>
public sealed record ReportedSilo(SiloReport Report, bool Drains, DateTimeOffset LastSeenAt);
