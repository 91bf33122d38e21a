using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Hosting;

/// <summary>Sends the program's, the runtime's and Orleans' metrics and the traces to a collector by OTLP. A collector that cannot be
/// reached costs no job.</summary>
public static class Telemetry
{
    /// <summary>The environment variable that names a collector, OpenTelemetry's own.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Everything = "Experiments*";

    /// <summary>Sets both up; they start with the host, or when their providers are first asked for.</summary>
    /// <param name="services">Of the host.</param>
    /// <param name="program">The name of the service.</param>
    /// <param name="instance">Tells this process from others of the same program.</param>
    /// <param name="endpoint">The collector, over HTTP the root of its paths; null to leave it to OpenTelemetry's environment
    /// variables.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, string program, string instance, Uri? endpoint)
    {
        var version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(program, serviceVersion: version, serviceInstanceId: instance)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(Everything, "Microsoft.Orleans", "System.Runtime")
                .AddOtlpExporter(otlp => Send(otlp, endpoint, "v1/metrics")))
            .WithTracing(
                traces => traces.AddSource(Everything, "Microsoft.Orleans.*").AddOtlpExporter(otlp => Send(otlp, endpoint, "v1/traces")));
        return services;
    }

    /// <summary>Whether a text is the address of a collector.</summary>
    public static bool TryReadEndpoint(string text, out Uri? endpoint) =>
        Uri.TryCreate(text, UriKind.Absolute, out endpoint) && endpoint.Scheme is "http" or "https";

    /// <summary>An endpoint that is set here is taken as it is; over HTTP each kind has a path of its own below it.</summary>
    private static void Send(OtlpExporterOptions options, Uri? endpoint, string path)
    {
        if (endpoint is not null)
        {
            options.Endpoint =
                options.Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}") : endpoint;
        }
    }
}
