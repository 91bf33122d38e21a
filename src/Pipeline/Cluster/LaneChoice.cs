using Experiments.Ports;

namespace Experiments.Pipeline.Cluster;

/// <summary>Which of a silo's devices serves a job. A device serves jobs of its kind first: a job for the processor never takes a GPU where
/// there is a processor's lane anywhere, and a job for any device takes a GPU while one has a place.</summary>
public static class LaneChoice
{
    /// <summary>No device serves the wish.</summary>
    public const int None = int.MaxValue;

    private static readonly string[] Preferred = [Device.Cuda, Device.Cpu, Device.TorchCpu];

    /// <summary>How far a kind of device is from what a job wishes: 0 for the best, <see cref="None"/> where it cannot run there.</summary>
    public static int Rank(string wish, string kind) =>
        wish == Device.Any ? Array.IndexOf(Preferred, kind)
        : wish == kind ? 0
        : wish == Device.Cpu ? 1
        : None;

    /// <summary>The rank of the best of some devices, whether they have a place or not; <see cref="None"/> where none has the memory of its
    /// own for so many bytes.</summary>
    public static int BestRank(string wish, IEnumerable<Device> devices, long memoryBytes = 0) =>
        devices.Select(device => Rank(wish, device, memoryBytes)).DefaultIfEmpty(None).Min();

    /// <summary>The device that a job goes to: of those with a place the nearest to its wish, and of these the emptiest.</summary>
    /// <param name="wish">A kind of device, or any.</param>
    /// <param name="lanes">Devices and the jobs that each has.</param>
    /// <param name="places">Jobs that a device can have.</param>
    /// <param name="memoryBytes">Memory that the job may take; 0 where it is not known.</param>
    /// <returns>Its position, and its rank; null where none has a place.</returns>
    public static (int Lane, int Rank)? Of(string wish, IReadOnlyList<(Device Device, int InHand)> lanes, int places, long memoryBytes = 0)
    {
        var least = BestRank(wish, lanes.Select(lane => lane.Device), memoryBytes);
        (int Lane, int Rank)? best = null;
        for (var i = 0; i < lanes.Count; i++)
        {
            var rank = Rank(wish, lanes[i].Device, memoryBytes);
            if (rank == None || lanes[i].InHand >= places || (wish == Device.Cpu && rank > least))
            {
                continue;
            }

            if (best is not { } known || (rank, lanes[i].InHand).CompareTo((known.Rank, lanes[known.Lane].InHand)) < 0)
            {
                best = (i, rank);
            }
        }

        return best;
    }

    // The processor's lanes have the silo's memory together: what is left of it is counted there, not by lane.
    private static int Rank(string wish, Device device, long memoryBytes) =>
        device.Kind == Device.Cpu || device.MemoryBytes == 0 || memoryBytes <= device.MemoryBytes ? Rank(wish, device.Kind) : None;
}
