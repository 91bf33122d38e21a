using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Experiments.Silo;

/// <summary>Sends the program's and Orleans' metrics and traces to a collector, where one is named.</summary>
internal sealed class Telemetry(SiloSettings settings) : IHostedService, IDisposable
{
    private const string Everything = "Experiments*";

    private MeterProvider? _meters;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.OtlpEndpoint is { } endpoint)
        {
            var resource = ResourceBuilder.CreateDefault().AddService("experiments-silo", serviceInstanceId: settings.Name);
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Everything, "Microsoft.Orleans", "System.Runtime")
                .AddOtlpExporter(otlp => Send(otlp, endpoint, "v1/metrics")).Build();
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Everything, "Microsoft.Orleans.*")
                .AddOtlpExporter(otlp => Send(otlp, endpoint, "v1/traces")).Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An endpoint that is set here is taken as it is; over HTTP each kind has a path of its own below it.</summary>
    private static void Send(OtlpExporterOptions options, Uri endpoint, string path) =>
        options.Endpoint = options.Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}") : endpoint;

    public void Dispose()
    {
        // Sends what is still held.
        _meters?.Dispose();
        _traces?.Dispose();
    }
}
