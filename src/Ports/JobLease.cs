using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>A job leased to a worker.</summary>
/// <param name="Job">What to run.</param>
/// <param name="Token">Fencing token: grows with every lease of the job; a commit with an older one is refused.</param>
/// <param name="Attempt">Counted from 1; a try that was given back does not count.</param>
public sealed record JobLease(Job Job, long Token, int Attempt)
{
    /// <summary>As <see cref="PlannedJob.MemoryBytes"/>.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The study whose share the job counts against; null for a job that its study has dropped.</summary>
    public string? ChargedTo { get; init; }

    /// <summary>When it was leased, in UTC: what is charged where nobody has measured a duration.</summary>
    public DateTimeOffset LeasedAt { get; init; }
}

/// <param name="Study">Leases jobs of this study only; null for those of all studies, by their shares
/// (<see cref="FairShares"/>).</param>
/// <param name="Worker">Who leases.</param>
/// <param name="Count">At most this many.</param>
/// <param name="Duration">How long the leases hold without renewal.</param>
public sealed record LeaseRequest(string? Study, WorkerId Worker, int Count, TimeSpan Duration)
{
    /// <summary>Leases only jobs that the worker can run; null for all.</summary>
    public JobAbilities? Abilities { get; init; }

    /// <summary>Places of the cluster that the job takes one of, all of them together: the study has no more than its share while others
    /// want theirs. Null where the places are the worker's own.</summary>
    public int? ClusterPlaces { get; init; }

    /// <summary>So many more may be leased than there are places, to be given back: what is urgent may find none and must not hide the
    /// rest.</summary>
    public int Beyond { get; init; }
}

/// <summary>Which jobs a process can run.</summary>
/// <param name="Devices">Values of <see cref="Job.Device"/>.</param>
/// <param name="Kinds">Names and versions of job kinds.</param>
public sealed record JobAbilities(IReadOnlyList<string> Devices, IReadOnlyList<(string Kind, int Version)> Kinds)
{
    /// <summary>The most memory that a job may need, in bytes; null for any.</summary>
    public long? MemoryBytes { get; init; }
}

/// <summary>What a process must have to run some ready jobs.</summary>
/// <param name="Kind">It knows this kind</param>
/// <param name="Version">in this version.</param>
/// <param name="Device">It has this device: a value of <see cref="Job.Device"/>.</param>
/// <param name="LeastMemoryBytes">The smallest of the jobs needs this much memory.</param>
/// <param name="Example">One of the jobs.</param>
public sealed record JobDemand(string Kind, int Version, string Device, long LeastMemoryBytes, JobKey Example);

/// <summary>Jobs that ask for one kind of device, or for <see cref="Ports.Device.Any"/>.</summary>
/// <param name="Device">The kind.</param>
/// <param name="Ready">How many could start now.</param>
/// <param name="Leased">How many are in somebody's hand.</param>
public sealed record DeviceLoad(string Device, int Ready, int Leased);
