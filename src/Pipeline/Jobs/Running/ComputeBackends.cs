using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Ports;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>The backends of a process.</summary>
/// <param name="Cpu">The deterministic one, which every process has.</param>
/// <param name="Others">Others in the order of preference, for jobs that name a device.</param>
public sealed record ComputeBackends(CpuBackend Cpu, params IReadOnlyList<IComputeBackend> Others)
{
    private int _turn;

    /// <summary>Devices that jobs can name here.</summary>
    public IReadOnlyList<string> Devices { get; } =
        [Device.Cpu, Device.Any, .. Others.Select(o => o.Device).Where(d => d != Device.Cpu).Distinct()];

    /// <summary>What computes the networks of jobs that name a device: jobs that name the processor get the deterministic backend, whatever
    /// else is here.</summary>
    /// <exception cref="DeviceMissingException">This process has no such device.</exception>
    public IComputeBackend For(string device) => device switch
    {
        Device.Cpu => Cpu,
        Device.Any => Others.Any(o => o.Device == Device.Cuda) ? InTurn(Device.Cuda) : Cpu,
        _ => InTurn(device),
    };

    /// <summary>Those that compute on one device: what a lane has.</summary>
    public ComputeBackends On(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new ComputeBackends(
            Cpu, [.. Others.Where(o => device.Kind != Device.Cpu && o.Device == device.Kind && o.DeviceIndex == device.Index)]);
    }

    /// <summary>Why jobs that name a device do not run here, for people; null where they do.</summary>
    public string? Missing(string? device) => device is null || Devices.Contains(device) ? null : Explain(device);

    /// <summary>Several devices of a kind take turns.</summary>
    private IComputeBackend InTurn(string device)
    {
        List<IComputeBackend> ofKind = [.. Others.Where(other => other.Device == device)];
        return ofKind.Count > 0
            ? ofKind[(int)((uint)Interlocked.Increment(ref _turn) % ofKind.Count)]
            : throw new DeviceMissingException(Explain(device));
    }

    private string Explain(string device) =>
        $"device is '{device}'; this process computes on {string.Join(", ", Devices.Where(d => d != Device.Any))} only. "
            + (device is Device.Cuda or Device.TorchCpu ? "It is torch's: --torch names its folder. " : "")
            + "Workers with that device can run the study's jobs; or say \"device\": \"cpu\".";
}
