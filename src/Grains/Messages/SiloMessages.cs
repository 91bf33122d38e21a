using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Ports;

namespace Experiments.Grains;

/// <summary><see cref="SiloState"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.silo-state")]
internal record struct SiloStateMessage
{
    [Id(0)]
    public string? Name { get; set; }

    [Id(1)]
    public string? Host { get; set; }

    [Id(2)]
    public int ProcessId { get; set; }

    /// <summary>When the process started, in Unix milliseconds.</summary>
    [Id(3)]
    public long StartedAt { get; set; }

    [Id(4)]
    public long Version { get; set; }

    [Id(5)]
    public DeviceStateMessage[]? Devices { get; set; }

    [Id(6)]
    public int PlacesPerDevice { get; set; }

    [Id(7)]
    public bool Draining { get; set; }

    [Id(8)]
    public string? Program { get; set; }

    [Id(9)]
    public KindVersionMessage[]? Kinds { get; set; }

    [Id(10)]
    public long? MemoryBytes { get; set; }

    [Id(11)]
    public long MemoryInHand { get; set; }

    [Id(12)]
    public string[]? Models { get; set; }
}

/// <summary><see cref="DeviceState"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.device-state")]
internal record struct DeviceStateMessage
{
    [Id(0)]
    public string? Kind { get; set; }

    [Id(1)]
    public int Index { get; set; }

    [Id(2)]
    public long MemoryBytes { get; set; }

    [Id(3)]
    public int InHand { get; set; }
}

/// <summary><see cref="KindVersion"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.kind-version")]
internal record struct KindVersionMessage
{
    [Id(0)]
    public string? Kind { get; set; }

    [Id(1)]
    public int Version { get; set; }
}

[RegisterConverter]
internal sealed class SiloStateConverter : IConverter<SiloState, SiloStateMessage>
{
    public SiloState ConvertFromSurrogate(in SiloStateMessage surrogate) => new()
    {
        Name = WireTypes.Required(surrogate.Name, "name"),
        Worker = new WorkerId(
            WireTypes.Required(surrogate.Host, "host"), surrogate.ProcessId, DateTimeOffset.FromUnixTimeMilliseconds(surrogate.StartedAt)),
        Version = surrogate.Version,
        Devices =
        [
            .. WireTypes.Required(surrogate.Devices, "devices").Select(device => new DeviceState(
                new Device(WireTypes.Required(device.Kind, "kind of device"), device.Index, device.MemoryBytes), device.InHand)),
        ],
        PlacesPerDevice = surrogate.PlacesPerDevice,
        Draining = surrogate.Draining,
        Program = surrogate.Program,
        Kinds = surrogate.Kinds is { } kinds
            ? [.. kinds.Select(kind => new KindVersion(WireTypes.Required(kind.Kind, "kind of job"), kind.Version))]
            : null,
        MemoryBytes = surrogate.MemoryBytes,
        MemoryInHand = surrogate.MemoryInHand,
        Models = [.. (surrogate.Models ?? []).Select(JobKey.Parse)],
    };

    public SiloStateMessage ConvertToSurrogate(in SiloState value) => new()
    {
        Name = value.Name,
        Host = value.Worker.Host,
        ProcessId = value.Worker.ProcessId,
        StartedAt = value.Worker.StartedAt.ToUnixTimeMilliseconds(),
        Version = value.Version,
        Devices =
        [
            .. value.Devices.Select(state => new DeviceStateMessage
            {
                Kind = state.Device.Kind, Index = state.Device.Index, MemoryBytes = state.Device.MemoryBytes, InHand = state.InHand,
            }),
        ],
        PlacesPerDevice = value.PlacesPerDevice,
        Draining = value.Draining,
        Program = value.Program,
        Kinds = value.Kinds is { } kinds
            ? [.. kinds.Select(kind => new KindVersionMessage { Kind = kind.Kind, Version = kind.Version })]
            : null,
        MemoryBytes = value.MemoryBytes,
        MemoryInHand = value.MemoryInHand,
        Models = [.. value.Models.Select(model => model.Value)],
    };
}
