using Experiments.Pipeline.Engine;

namespace Experiments.Pipeline.Cluster;

/// <summary>How a study's coordinator works; part of no result.</summary>
public sealed record CoordinatorOptions
{
    /// <summary>How long a lease holds until a silo has taken the job over.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan HandOver { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the jobs leased are compared with the ledger: ends that no silo could tell, and silos that are gone.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan Reconcile { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long places are kept for the study after the last word that it is run; said at every <see cref="Reconcile"/>.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan KeepPlaces { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Jobs leased at a time at most.</summary>
    /// <value>64.</value>
    public int LeaseAtOnce { get; init; } = 64;

    /// <summary>Where jobs go.</summary>
    public PlacementOptions Placement { get; init; } = new();

    /// <summary>Polls of the ledger.</summary>
    public EngineOptions Engine { get; init; } = new();
}
