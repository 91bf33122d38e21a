using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>What users and studies have had of the devices, for whose turn is next. Written about once a second by every process that
/// leases; jobs in hand are not in it.</summary>
[StoredTable("shares", nameof(Owner), nameof(Study))]
internal sealed class ShareRecord
{
    /// <summary>The user who submitted the study's newest revision; empty where that is not known.</summary>
    public required string Owner { get; init; }

    /// <summary>The study; empty for the user's own row.</summary>
    public required string Study { get; init; }

    /// <summary>Device time; of a study, divided by its priority. Who had nothing ready is lifted to who has had least.</summary>
    [Column(Unit = "ms")]
    public required double UsedMs { get; init; }

    /// <summary>It had ready jobs when somebody looked last.</summary>
    [Column(Unit = "yes or no")]
    public required bool Active { get; init; }

    /// <summary>Until then somebody leases for the study alone, and places of a cluster are kept for it.</summary>
    [Column(Unit = "ms UTC")]
    public required long KeptUntil { get; init; }
}

/// <summary>The most that a user's studies may have together.</summary>
[StoredTable("quotas", nameof(Owner))]
[Check("jobs", "jobs >= 1")]
[Check("device_hours", "device_hours > 0")]
internal sealed class QuotaRecord
{
    /// <summary>The user.</summary>
    public required string Owner { get; init; }

    /// <summary>In hand at once; null for any number.</summary>
    [Column(Unit = "jobs")]
    public required int? Jobs { get; init; }

    /// <summary>Of a day; null for any.</summary>
    [Column(Unit = "hours")]
    public required double? DeviceHours { get; init; }
}

/// <summary>Device time that jobs of a user have had on a day, without those in hand.</summary>
[StoredTable("device_usage", nameof(Owner), nameof(Day))]
internal sealed class DeviceUsageRecord
{
    /// <summary>The user; empty where that is not known.</summary>
    public required string Owner { get; init; }

    /// <summary>Days since 1970-01-01, UTC.</summary>
    [Column(Unit = "days")]
    public required long Day { get; init; }

    /// <summary>Measured; of tries that failed or were lost, as long as they were leased.</summary>
    [Column(Unit = "ms")]
    public required double DeviceMs { get; init; }
}
