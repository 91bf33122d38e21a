using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Experiments.Attack;
using Perfolizer.Horology;

// dotnet run -c Release --project benchmarks/Attack -- [--report FILE] [BenchmarkDotNet's own options]
// The attack, and what it and training are made of, on networks trained here first. Param "Images" is the number of images that one
// operation works on.
var report = Array.IndexOf(args, "--report");
string[] rest = report < 0 ? args : [.. args[..report], .. args[(report + 2)..]];
if (rest.Length == 0)
{
    rest = ["--filter", "*"];
}

var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(2)
    .WithIterationCount(9)
    .WithIterationTime(TimeInterval.FromMilliseconds(200));
var config = DefaultConfig.Instance
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumn(new ImagesPerSecondColumn(), new AllocatedPerImageColumn())
    .HideColumns("Error", "StdDev", "Gen0", "Gen1", "Gen2")
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40))
    .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "experiments-benchmarks"));
var summaries = BenchmarkSwitcher.FromAssembly(typeof(ImagesPerSecondColumn).Assembly).Run(rest, config).ToList();

if (report >= 0)
{
    var text = new AccumulationLogger();
    foreach (var summary in summaries)
    {
        MarkdownExporter.GitHub.ExportToLog(summary, text);
    }
    File.WriteAllText(args[report + 1], text.GetLog());
}
