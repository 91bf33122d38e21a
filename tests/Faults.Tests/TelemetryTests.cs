using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Traces and metrics of the built client arrive at a collector.</summary>
public sealed class TelemetryTests(Lab lab) : IClassFixture<Lab>
{
    private static readonly FaultStudy Study = FaultStudies.Small;

    [Fact]
    public async Task Run_CollectorInTheEnvironment_ReceivesTracesAndMetrics()
    {
        await using var collector = new OtlpCollector();
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, "study.json"), Study.Text);

        await using var run = ClientProcess.Start(
            folder, null, [], [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_RESOURCE_ATTRIBUTES", "lab=bench-7")],
            ["run", "study.json", "--quiet"]);
        await run.SucceedAsync();

        var traces = collector.Received("/v1/traces");
        Assert.All(
            (string[])["job train", "job errors", "job craft", "job collect", "job evaluate", "commit", "experiments.job.key", "bench-7"],
            word => Assert.Contains(word, traces, StringComparison.Ordinal));
        var metrics = collector.Received("/v1/metrics");
        Assert.All(
            (string[])["experiments.jobs", "experiments.cluster.wanted_devices", "experiments.job.duration", "experiments.lease.duration",
                "experiments.commit.duration", "experiments.attack.images",
                "experiments.attack.gradient_evaluations", "experiments.attack.image_rate",
                "experiments.attack.gradient_rate", "bench-7"],
            word => Assert.Contains(word, metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_CollectorThatIsNotThere_CostsNoJob()
    {
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, "study.json"), Study.Text);

        await using var run = ClientProcess.Start(
            folder, null, [], [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")], ["run", "study.json", "--quiet"]);

        await run.SucceedAsync();
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Run_CollectorThatIsNoUrl_IsOneLineAnd2()
    {
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, "study.json"), Study.Text);

        await using var run =
            ClientProcess.Start(folder, null, [], [("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")], ["run", "study.json"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Equal(
            "error: OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL; it must be one such as http://collector.lab:4317.\n", run.Error);
    }
}
