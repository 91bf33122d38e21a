namespace Experiments.Pipeline.Cluster;

/// <summary>How jobs find their silo; part of no result.</summary>
public sealed record PlacementOptions
{
    /// <summary>
    /// A silo that has to load a job's models first counts as this much busier, in jobs per device. While the silo that has them is busier
    /// than that, others take jobs that read them, with weights of their own: a hot victim, or a source with many shards, ends up on
    /// several silos.
    /// </summary>
    /// <value>0.5: an idle device elsewhere is worth the load, a shorter queue by less than that is not.</value>
    public double LoadCost { get; init; } = 0.5;
}

/// <summary>Which silo runs a job: one with the wanted device and a place, that has the weights and little else to do. A function of its
/// arguments only.</summary>
public sealed class PlacementPolicy(PlacementOptions? options = null)
{
    private readonly PlacementOptions _options = options ?? new PlacementOptions();

    /// <param name="needs">Of the job.</param>
    /// <param name="silos">All of them.</param>
    /// <param name="refused">Silos that have refused this very job; null for none.</param>
    /// <returns>The silo; null when none can take the job now.</returns>
    internal SiloLoad? Choose(JobNeeds needs, IReadOnlyCollection<SiloLoad> silos, IReadOnlySet<string>? refused = null)
    {
        SiloLoad? best = null;
        var bestCost = double.PositiveInfinity;
        foreach (var silo in silos)
        {
            if (!silo.Takes(needs) || refused?.Contains(silo.Name) == true)
            {
                continue;
            }

            var cost = silo.Fill(needs.Device) + _options.LoadCost * silo.ShareToLoad(needs.Models);
            if (cost < bestCost || (cost == bestCost && string.CompareOrdinal(silo.Name, best!.Name) < 0))
            {
                (best, bestCost) = (silo, cost);
            }
        }

        return best;
    }
}
