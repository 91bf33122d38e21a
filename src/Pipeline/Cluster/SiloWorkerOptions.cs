using Experiments.Pipeline.Engine;

namespace Experiments.Pipeline.Cluster;

/// <summary>How a silo runs jobs; part of no result.</summary>
public sealed record SiloWorkerOptions
{
    /// <summary>Jobs that a device takes: one computes, the others load and wait, so that the device never waits for a file or a
    /// row.</summary>
    /// <value>2; at least 1.</value>
    public int PlacesPerDevice { get; init; } = DeviceWishes.UsualPlaces;

    /// <summary>Kinds of job that it runs.</summary>
    /// <value>Null: all that the program knows.</value>
    public IReadOnlyList<KindVersion>? Kinds { get; init; }

    /// <summary>Leases and reports.</summary>
    public EngineOptions Engine { get; init; } = new();
}
