using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Ports;

namespace Experiments.Pipeline.Cluster;

/// <summary>What a silo says of itself.</summary>
public sealed record SiloState
{
    /// <summary>Unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>As the ledger knows it.</summary>
    public required WorkerId Worker { get; init; }

    /// <summary>Grows with every change; a higher one is later.</summary>
    public required long Version { get; init; }

    public required IReadOnlyList<DeviceState> Devices { get; init; }

    /// <summary>Jobs that a device takes at most, the one that computes and those whose turn comes next.</summary>
    public required int PlacesPerDevice { get; init; }

    /// <summary>It finishes what it has and takes no more.</summary>
    public bool Draining { get; init; }

    /// <summary>The version of its program; null where it does not say.</summary>
    public string? Program { get; init; }

    /// <summary>The kinds of job that it knows; null where it does not say, and then it is offered any.</summary>
    public IReadOnlyList<KindVersion>? Kinds { get; init; }

    /// <summary>Memory that its jobs may take together, in bytes; null where it does not say.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Memory that its jobs in hand may take, estimated, in bytes.</summary>
    public long MemoryInHand { get; init; }

    /// <summary>Training jobs whose weights it has used lately, the latest first.</summary>
    public IReadOnlyList<JobKey> Models { get; init; } = [];

    /// <summary>Jobs that it runs.</summary>
    public int InHand => Devices.Sum(d => d.InHand);

    /// <summary>Jobs that it can take in all.</summary>
    public int Places => Devices.Count * PlacesPerDevice;
}

/// <param name="Kind">A kind of job.</param>
/// <param name="Version">The version of its algorithm.</param>
public sealed record KindVersion(string Kind, int Version);

/// <param name="Device">The device.</param>
/// <param name="InHand">Jobs that compute on it or wait for their turn.</param>
public sealed record DeviceState(Device Device, int InHand);

/// <summary>The silos as the cluster's membership and they themselves have it.</summary>
/// <param name="Active">Silos that answer.</param>
/// <param name="Gone">Names of silos that the membership has declared dead, or that have left.</param>
public sealed record SiloView(IReadOnlyList<SiloState> Active, IReadOnlySet<string> Gone);

/// <summary>A job to run, by its key.</summary>
/// <param name="Study">The study that wants it run; its coordinator is told of the end.</param>
/// <param name="Job">The job's key; what it is stands in the ledger.</param>
/// <param name="Token">The fencing token of its lease.</param>
/// <param name="Name">What the study calls it, for logs.</param>
/// <param name="Device">The wanted kind of device.</param>
/// <param name="Models">See <see cref="JobNeeds.Models"/>.</param>
/// <param name="Trains">It makes the weights of <paramref name="Models"/>.</param>
public sealed record JobTicket(string Study, JobKey Job, long Token, string Name, string Device, IReadOnlyList<JobKey> Models, bool Trains)
{
    /// <summary>The slice of images that the job reads, as the settings of jobs write it; null for a job that reads none.</summary>
    public string? Slice { get; init; }

    /// <summary>What it is; null in a ticket that does not say.</summary>
    public KindVersion? Kind { get; init; }

    /// <summary>Memory that it may take, estimated, in bytes; 0 where it is not known.</summary>
    public long MemoryBytes { get; init; }
}

/// <summary>A silo's answer to a ticket; the job itself is not waited for.</summary>
/// <param name="Kind">Whether the silo runs it.</param>
/// <param name="Silo">Its state after the answer; null when no silo answered.</param>
public sealed record JobAnswer(JobAnswerKind Kind, SiloState? Silo);

/// <summary>A silo's word that a job has left it. The ledger has what became of it; this only saves the time until somebody
/// looks.</summary>
/// <param name="Job">The job.</param>
/// <param name="Token">The token that it was run with.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Silo">The silo's state after it.</param>
public sealed record JobEnd(JobKey Job, long Token, JobEndKind Kind, SiloState Silo);
