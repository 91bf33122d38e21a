using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;
using Experiments.Ports;

namespace Experiments.Grains;

/// <summary>Keeps a grain on silos that have the wanted device and are not being drained.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeviceFilterAttribute() : PlacementFilterAttribute(new DeviceFilter());

/// <summary>What <see cref="DeviceFilterAttribute"/> says to the runtime.</summary>
public sealed class DeviceFilter() : PlacementFilterStrategy(order: 0);

/// <summary>Reads the wish from the call that activates the grain, and the devices from the silos' metadata.</summary>
internal sealed class DeviceFilterDirector(ISiloMetadataCache metadata, DrainingSilos draining) : IPlacementFilterDirector
{
    /// <summary>The metadata key of a silo's kinds of device, separated by commas.</summary>
    internal const string DevicesKey = "experiments.devices";

    /// <summary>The request context's key of the wanted kind.</summary>
    internal const string WishKey = "experiments.device";

    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var wish = target.RequestContextData?.GetValueOrDefault(WishKey) as string ?? Device.Any;
        var fitting = silos.Where(silo => Fits(silo, wish)).ToList();
        var staying = fitting.Where(silo => !draining.Contains(silo)).ToList();

        // The last silo of a kind that is being drained is still better than none: it refuses jobs, and answers.
        return staying.Count > 0 ? staying : fitting;
    }

    private bool Fits(SiloAddress silo, string wish) =>
        wish == Device.Any
        || (metadata.GetSiloMetadata(silo)?.Metadata.TryGetValue(DevicesKey, out var kinds) == true && kinds.Split(',').Contains(wish));
}

/// <summary>The silos that are being drained, as this silo knows it.</summary>
internal sealed class DrainingSilos
{
    private volatile HashSet<SiloAddress> _silos = [];

    internal bool Contains(SiloAddress silo) => _silos.Contains(silo);

    internal void Set(IEnumerable<SiloAddress> silos) => _silos = silos.ToHashSet();
}
