using Experiments.Networks;
using Experiments.Ports;

namespace Experiments.Silo;

/// <summary>The devices of a silo, with what computes on those that torch does.</summary>
internal static class SiloDevices
{
    /// <summary>The devices that the settings name with the memory that each has; where they name none, the processor's lanes and every GPU
    /// that torch finds.</summary>
    /// <param name="settings">The silo's.</param>
    /// <param name="torch">Null where the silo has none.</param>
    /// <exception cref="PlatformNotSupportedException">Torch cannot be used here; the message says why.</exception>
    internal static IReadOnlyList<Device> Of(SiloSettings settings, IBackendPlugin? torch)
    {
        // Nothing of torch is loaded for a silo that was told to do without.
        if (torch is null || (settings.NamesDevices && !OfTorch(settings.Devices).Any()))
        {
            return settings.Devices;
        }

        List<Device> found = [.. torch.FindDevices().Select(device => new Device(device.Kind, device.Index, device.MemoryBytes))];
        return
        [
            .. settings.Devices.Select(named => found.FirstOrDefault(f => (f.Kind, f.Index) == (named.Kind, named.Index)) ?? named),
            .. settings.NamesDevices ? [] : found.Where(device => device.Kind == Device.Cuda),
        ];
    }

    /// <summary>Those that torch computes on, as it counts them.</summary>
    internal static IEnumerable<(string Kind, int Index)> OfTorch(IReadOnlyList<Device> devices) =>
        devices.Where(device => device.Kind != Device.Cpu).Select(device => (device.Kind, device.Index));
}
