// Runs our work and the peers' in turns, in one run, and prints medians and ratios:
//
// dotnet run -c Release --project benchmarks/Peers -- [--rounds N] [--seconds S] [--only TEXT] [--cpu-time] [--report FILE] [--python FILE]
//
// Needs a Python with torch, numpy and scipy (Debian: python3-torch python3-scipy libopenblas0-openmp). Both sides use as many threads as
// the process may run on (taskset narrows it). --only runs the workloads whose name contains the text. --cpu-time is for a busy machine, on
// one core.

using System.Globalization;
using System.Text.Json.Nodes;
using Experiments.Numerics;
using Experiments.Peers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = BenchmarkOptions.Parse(args);
Clock.CountsProcessorTime = options.CountsProcessorTime;

using var threads = new ComputeThreads(Environment.ProcessorCount);
using var sources = new SourceModels(threads);
var workloads = Workloads.All(sources, threads)
    .Where(workload => options.Only is null || workload.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))
    .ToList();
using var peer = PeerProcess.Start(options.Python);
var about = peer.Ask(new JsonObject { ["work"] = "about", ["cpu_time"] = options.CountsProcessorTime });

var report = new List<string>();
void Print(string line)
{
    Console.WriteLine(line);
    report.Add(line);
}

Print("# The same work here and in PyTorch and SciPy");
Print("");
foreach (var line in MachineHeader.Lines(about, options))
{
    Print(line);
}
Print("");
Print("| work | ours | peer | ratio | lowest .. highest ratio |");
Print("|---|---|---|---|---|");
var notes = new List<string>();
foreach (var workload in workloads)
{
    var turns = Enumerable.Range(0, options.Rounds)
        .Select(_ => (Ours: workload.Ours(options.Seconds), Theirs: workload.Theirs(peer, options.Seconds)))
        .ToArray();
    double[] ratios = [.. turns.Select(turn => turn.Ours.Rate / turn.Theirs.Rate).Order()];
    Print(
        $"| {workload.Name} | {Median(turns.Select(turn => turn.Ours.Rate)):#,0.#} {workload.Unit} | {workload.Peer} "
            + $"{Median(turns.Select(turn => turn.Theirs.Rate)):#,0.#} {workload.Unit} "
            +
            $"| {Median(ratios):0.00} | {ratios[0]:0.00} .. {ratios[^1]:0.00} |");
    if (turns[^1].Ours.Note is { } ours)
    {
        notes.Add($"- {workload.Name}, ours: {ours}");
    }
    if (turns[^1].Theirs.Note is { } theirs)
    {
        notes.Add($"- {workload.Name}, {workload.Peer}: {theirs}");
    }
}

Print("");
notes.ForEach(Print);
if (options.Report is not null)
{
    File.WriteAllLines(options.Report, report);
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
