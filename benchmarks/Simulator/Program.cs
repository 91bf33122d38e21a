// The real study coordinator and placement policy against simulated silos with recorded job durations, on a virtual clock:
//   dotnet run -c Release --project benchmarks/Simulator
// Ends with 1 when 256 GPUs with 5 % failures take more than the ideal over 0.9.
using System.Globalization;
using Experiments.Simulator;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var recorded = Workload.ReadRecorded(Path.Combine(AppContext.BaseDirectory, "recorded.csv"));
Console.WriteLine(
    "| GPUs | what goes wrong | jobs | ideal | makespan | of the ideal | messages/s | claims/s | commits/s | "
        + "coordinator's own time per job |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
var missed = false;
foreach (var gpus in new[] { 1, 8, 64, 256, 1000 })
{
    foreach (var (stragglers, failures) in new[] { (0, 0), (0.05, 0), (0, 0.05), (0.05, 0.05) })
    {
        var outcome = Simulation.Run(new Scenario(gpus, stragglers, failures), recorded);
        missed |= outcome is { Scenario: { Gpus: 256, Stragglers: 0, Failures: 0.05 }, Efficiency: < 0.9 };
        var seconds = outcome.Makespan.TotalSeconds;
        Console.WriteLine(
            $"| {gpus:N0} | {outcome.Scenario.Name} | {outcome.Jobs:N0} | {outcome.Ideal.TotalSeconds:N0} s | {seconds:N0} s | "
                + $"{outcome.Efficiency:0.0 %} "
            + $"| {outcome.Messages / seconds:N0} | {outcome.Claims / seconds:N1} | {outcome.Commits / seconds:N1} | "
            + $"{outcome.Real.TotalMicroseconds / outcome.Jobs:N0} µs |");
    }
}

return missed ? 1 : 0;
