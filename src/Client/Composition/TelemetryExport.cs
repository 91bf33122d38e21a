using System.Globalization;
using Experiments.Pipeline;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Experiments.Client;

/// <summary>
/// Sends the engine's traces and metrics to a collector by OTLP. Everything is said by OpenTelemetry's own environment variables; without
/// <see cref="EndpointVariable"/> nothing is set up. A collector that cannot be reached costs no job.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    internal const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "experiments";

    // What is left to send when the process ends may hold it up for so long.
    private const int LastWordMilliseconds = 3000;

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryExport()
    {
        var resource = ResourceBuilder.CreateEmpty()
            .AddService(ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: false,
                serviceInstanceId: string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}"))
            .AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(EngineTelemetry.Name).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(EngineTelemetry.Name).AddOtlpExporter().Build();
    }

    /// <param name="readEnvironment">Gives the value of a variable.</param>
    /// <returns>Ends and sends what is left when it is disposed; null where no collector is named.</returns>
    /// <exception cref="UsageException">The collector's address is no URL.</exception>
    internal static IDisposable? Start(Func<string, string?> readEnvironment)
    {
        if (readEnvironment(EndpointVariable) is not { Length: > 0 } endpoint)
        {
            return null;
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new TelemetryExport()
            : throw new UsageException($"{EndpointVariable} is no http or https URL; it must be one such as http://collector.lab:4317.");
    }

    public void Dispose()
    {
        _traces.Shutdown(LastWordMilliseconds);
        _metrics.Shutdown(LastWordMilliseconds);
        _traces.Dispose();
        _metrics.Dispose();
    }
}
