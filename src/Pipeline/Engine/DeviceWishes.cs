using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Engine;

/// <summary>What an autoscaler is told.</summary>
public static class DeviceWishes
{
    /// <summary>Jobs that a device takes at once unless a silo says otherwise: one computes, the others load and wait.</summary>
    public const int UsualPlaces = 2;

    private static readonly IReadOnlyList<string> Kinds = [.. Device.Kinds, Device.Any];

    /// <summary>Devices that the jobs would fill, a line for each kind: one that nobody wants any more must be seen to fall to 0.</summary>
    /// <param name="loads">The jobs that are ready or leased.</param>
    /// <param name="placesPerDevice">Jobs that a device takes at once; at least 1.</param>
    public static IReadOnlyList<WantedDevices> Of(IReadOnlyList<DeviceLoad> loads, int placesPerDevice)
    {
        ArgumentNullException.ThrowIfNull(loads);
        ArgumentOutOfRangeException.ThrowIfLessThan(placesPerDevice, 1);
        return
        [
            .. Kinds.Select(kind => loads.FirstOrDefault(load => load.Device == kind) ?? new DeviceLoad(kind, 0, 0)).Select(
                load => new WantedDevices
                {
                    Device = load.Device,
                    Ready = load.Ready,
                    Running = load.Leased,
                    Wanted = (int)Math.Ceiling(((double)load.Ready + load.Leased) / placesPerDevice),
                }),
        ];
    }
}
