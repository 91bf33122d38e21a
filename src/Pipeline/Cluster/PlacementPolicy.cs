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

/// <summary>Which silo runs a job: one with the wanted device and a place, that has the weights and little else to do. A function of its
/// arguments only.</summary>
public sealed class PlacementPolicy(PlacementOptions? options = null)
{
    private readonly PlacementOptions _options = options ?? new PlacementOptions();

    /// <returns>The silo; null when none can take the job now.</returns>
    internal SiloLoad? Choose(JobNeeds needs, IReadOnlyCollection<SiloLoad> silos)
    {
        // A job for the processor waits for its lanes rather than take a GPU, unless nobody has any.
        var least = needs.Device == Device.Cpu
            ? LaneChoice.BestRank(needs.Device, silos.Where(s => !s.State.Draining).SelectMany(s => s.State.Devices).Select(d => d.Device))
            : LaneChoice.None;
        SiloLoad? best = null;
        var bestCost = (Rank: LaneChoice.None, Cost: double.PositiveInfinity);
        foreach (var silo in silos)
        {
            var rank = silo.RankOf(needs.Device);
            if (rank == LaneChoice.None || rank > least)
            {
                continue;
            }

            var cost = (rank, silo.Fill(needs.Device) + _options.LoadCost * silo.ShareToLoad(needs.Models));
            var order = cost.CompareTo(bestCost);
            if (order < 0 || (order == 0 && string.CompareOrdinal(silo.Name, best!.Name) < 0))
            {
                (best, bestCost) = (silo, cost);
            }
        }

        return best;
    }
}
