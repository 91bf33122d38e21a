using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Experiments.Kernels;
using Perfolizer.Horology;

// dotnet run -c Release --project benchmarks/Kernels -- [--report FILE] [BenchmarkDotNet's own options]
// Everything runs in one process, so that each kernel stands beside a fused multiply-add peak taken a moment before on the same threads.
var report = Array.IndexOf(args, "--report");
string[] rest = report < 0 ? args : [.. args[..report], .. args[(report + 2)..]];
if (rest.Length == 0)
{
    rest = ["--filter", "*"];
}

var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(3)
    .WithIterationCount(15)
    .WithIterationTime(TimeInterval.FromMilliseconds(100));
var config = DefaultConfig.Instance
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumn(new PeakShareColumn(), new GigaflopsColumn())
    .HideColumns("Error", "StdDev", "RatioSD", "Alloc Ratio", "Gen0", "Gen1", "Gen2")
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40))
    .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "experiments-benchmarks"));
var summaries = BenchmarkSwitcher.FromAssembly(typeof(PeakShareColumn).Assembly).Run(rest, config).ToList();

if (report >= 0)
{
    var text = new AccumulationLogger();
    foreach (var summary in summaries)
    {
        MarkdownExporter.GitHub.ExportToLog(summary, text);
    }
    File.WriteAllText(args[report + 1], text.GetLog());
}
