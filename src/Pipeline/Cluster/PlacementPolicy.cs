using Experiments.Ports;

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

/// <summary>Which silo runs a job: of those that can run it and have a place, one whose device is nearest to its wish, that has the
/// weights and little else to do. A function of its arguments only.</summary>
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
        var bestCost = (Rank: LaneChoice.None, Cost: double.PositiveInfinity);
        foreach (var (silo, rank) in Takers(needs, silos, refused))
        {
            var cost = (rank, silo.Fill(needs) + _options.LoadCost * silo.ShareToLoad(needs.Models));
            var order = cost.CompareTo(bestCost);
            if (order < 0 || (order == 0 && string.CompareOrdinal(silo.Name, best!.Name) < 0))
            {
                (best, bestCost) = (silo, cost);
            }
        }

        return best;
    }

    /// <summary>The silos that can take a job now, each with the rank of the device that would.</summary>
    internal static IEnumerable<(SiloLoad Silo, int Rank)> Takers(
        JobNeeds needs, IReadOnlyCollection<SiloLoad> silos, IReadOnlySet<string>? refused = null)
    {
        var others = silos.Where(silo => refused?.Contains(silo.Name) != true).ToList();
        // A job for the processor waits for its lanes rather than take a GPU, unless nobody who could run it has any.
        var least = needs.Device == Device.Cpu
            ? others.Where(silo => !silo.State.Draining).Select(silo => silo.BestRank(needs)).DefaultIfEmpty(LaneChoice.None).Min()
            : LaneChoice.None;
        return others.Select(silo => (Silo: silo, Rank: silo.RankOf(needs)))
            .Where(taker => taker.Rank != LaneChoice.None && taker.Rank <= least);
    }
}
