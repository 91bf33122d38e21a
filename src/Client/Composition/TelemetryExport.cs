using System.Globalization;
using Experiments.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Experiments.Client;

/// <summary>Sends what <see cref="Telemetry"/> observes. Everything is said by OpenTelemetry's own environment variables; without
/// <see cref="Telemetry.EndpointVariable"/> nothing is set up.</summary>
internal sealed class TelemetryExport : IDisposable
{
    // What is left to send when the process ends may hold it up for so long.
    private const int LastWordMilliseconds = 3000;

    private readonly ServiceProvider _services;
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryExport()
    {
        var instance = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");
        _services = new ServiceCollection().AddTelemetry("experiments", instance, endpoint: null).BuildServiceProvider();
        (_traces, _metrics) = (_services.GetRequiredService<TracerProvider>(), _services.GetRequiredService<MeterProvider>());
    }

    /// <param name="readEnvironment">Gives the value of a variable.</param>
    /// <returns>Ends and sends what is left when it is disposed; null where no collector is named.</returns>
    /// <exception cref="UsageException">The collector's address is no URL.</exception>
    internal static IDisposable? Start(Func<string, string?> readEnvironment)
    {
        if (readEnvironment(Telemetry.EndpointVariable) is not { Length: > 0 } endpoint)
        {
            return null;
        }

        return Telemetry.TryReadEndpoint(endpoint, out _)
            ? new TelemetryExport()
            : throw new UsageException(
                $"{Telemetry.EndpointVariable} is no http or https URL; it must be one such as http://collector.lab:4317.");
    }

    public void Dispose()
    {
        _traces.Shutdown(LastWordMilliseconds);
        _metrics.Shutdown(LastWordMilliseconds);
        _services.Dispose();
    }
}
