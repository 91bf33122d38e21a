using Experiments.Grains;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Silo;

/// <summary>What a silo is told at its start.</summary>
internal sealed record SiloSettings
{
    /// <summary>Unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>PostgreSQL for everything; null with <see cref="Local"/> for a file in <see cref="Home"/>. Never shown.</summary>
    public string? Database { get; init; }

    /// <summary>A cluster of one, without membership in a database.</summary>
    public bool Local { get; init; }

    public required string Home { get; init; }

    public string? DataFolder { get; init; }

    public required string ClusterId { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>Where /health/live and /health/ready answer; 0 for nowhere.</summary>
    public required int HealthPort { get; init; }

    /// <summary>The address that other silos and clients reach this one at; null for the machine's first, or for loopback
    /// where it is not <see cref="IsOpen"/>.</summary>
    public System.Net.IPAddress? Address { get; init; }

    public required IReadOnlyList<Device> Devices { get; init; }

    /// <summary>The operator has named the devices; otherwise GPUs are added as they are found.</summary>
    public required bool NamesDevices { get; init; }

    /// <summary>The folder that torch is in; null for a silo without it.</summary>
    public string? TorchFolder { get; init; }

    public required int PlacesPerDevice { get; init; }

    public required TimeSpan Lease { get; init; }

    /// <summary>Jobs in hand may finish for this long once the silo is asked to end.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>A file whose appearance says that the machine will be taken away; null for none.</summary>
    public string? Notice { get; init; }

    public TlsFiles? Tls { get; init; }

    /// <summary>Where the silo listens for everybody; null for every address of the machine.</summary>
    public System.Net.IPAddress? Listens => Address ?? (IsOpen ? null : System.Net.IPAddress.Loopback);

    /// <summary>Others may reach it: connections are told apart by certificates, or it was said that they need not be.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Where metrics and traces go; null for nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>What is less grave is not logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>An event is a JSON object, not a line for people.</summary>
    public bool LogsJson { get; init; }

    public override string ToString() => $"silo {Name} of cluster {ClusterId}";
}
