// The real study coordinator and placement policy against simulated silos with recorded job durations, on a virtual clock:
//   dotnet run -c Release --project benchmarks/Simulator               one study, and then the shares of several
//   dotnet run -c Release --project benchmarks/Simulator -- shares     the shares only
// Ends with 1 when 256 GPUs with 5 % failures take more than the ideal over 0.9, or a study is more than 5 % off its share of a minute.
using System.Globalization;
using Experiments.Simulator;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var recorded = Workload.ReadRecorded(Path.Combine(AppContext.BaseDirectory, "recorded.csv"));
var missed = false;
if (args is not ["shares"])
{
    RunOneStudy();
}

RunShares();
return missed ? 1 : 0;

void RunOneStudy()
{
    Console.WriteLine(
        "| GPUs | what goes wrong | jobs | ideal | makespan | of the ideal | messages/s | claims/s | commits/s | "
            + "coordinator's own time per job |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
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
    Console.WriteLine();
}

void RunShares()
{
    Console.WriteLine(
        "| GPUs | studies | users | farthest from an equal share: in each minute, in all | devices in use | claims/s | real |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
    foreach (var (gpus, studies, users, minutes, scale) in new[] { (24, 20, 10, 5, 0.5), (1000, 100, 20, 2, 8) })
    {
        var outcome = ShareSimulation.Run(gpus, studies, users, minutes, scale, recorded);
        // In the first minute nobody has anything at first.
        missed |= outcome.Worst.Skip(1).Any(worst => worst > 0.05);
        Console.WriteLine(
            $"| {gpus:N0} | {studies} | {users} | {string.Join(", ", outcome.Worst.Select(worst => $"{worst:0.0 %}"))} | "
                + $"{outcome.Used:0.0 %} | {outcome.Claims / outcome.Time.TotalSeconds:N0} | {outcome.Real.TotalSeconds:N0} s |");
    }
}
