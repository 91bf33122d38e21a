using System.Diagnostics;
using Experiments.Numerics;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Simulation;

namespace Experiments.Simulator;

/// <summary>Runs the real coordinator and placement policy against simulated silos.</summary>
internal static class Simulation
{
    private const double HalfSpeed = 0.5;

    internal static Outcome Run(Scenario scenario, Dictionary<string, double[]> recorded)
    {
        var workload = new Workload(scenario.Gpus, recorded);
        var clock = new VirtualClock();
        var ledger = new MemoryLedger(clock);
        var slow = Enumerable.Range(0, scenario.Silos).Where(i => Chance(1, i) < scenario.Stragglers).Select(Name).ToHashSet();
        var cluster = new SimulatedCluster(clock, ledger, (job, silo) => workload.DurationOf(job) / (slow.Contains(silo) ? HalfSpeed : 1))
        {
            Fails = lease => Chance((ulong)lease.Attempt + 10, int.Parse(
                lease.Job.Key.Value[^8..], System.Globalization.NumberStyles.HexNumber)) < scenario.Failures,
        };
        var devices = Enumerable.Range(0, scenario.Silos)
            .Select(i => Math.Min(Scenario.GpusPerSilo, scenario.Gpus - i * Scenario.GpusPerSilo))
            .ToList();
        var speed = devices.Select((d, i) => d * (slow.Contains(Name(i)) ? HalfSpeed : 1)).Sum();
        var ideal = TimeSpan.FromSeconds(Math.Max(workload.Work.TotalSeconds / speed, workload.CriticalPath.TotalSeconds));
        for (var i = 0; i < scenario.Silos; i++)
        {
            cluster.Start(Name(i), devices[i], Device.Cuda);
        }

        Crash(scenario, clock, cluster, devices, ideal);
        var watch = Stopwatch.StartNew();
        clock.Run(async () =>
        {
            await ledger.SubmitAsync(workload.Plan, default);
            var services =
                new JobServices { Ledger = ledger, Results = ledger, Artifacts = null!, Data = null!, Threads = null!, Time = clock };
            var coordinator =
                new StudyCoordinator("study", new WorkerId("silo:coordinator", 0, DateTimeOffset.UnixEpoch), services, cluster, cluster);
            cluster.Ended = coordinator.JobEnded;
            await coordinator.RunAsync(default);
        });
        return ledger.CommitsPerJob.All(n => n == 1)
            ? new Outcome(scenario, workload.Jobs, ideal, clock.Elapsed, cluster.Messages, ledger.Claims, ledger.Commits, watch.Elapsed)
            : throw new InvalidOperationException("a job was not committed exactly once.");
    }

    /// <summary>A share of the silos crashes once in the middle of the run and is back after a minute.</summary>
    private static void Crash(Scenario scenario, VirtualClock clock, SimulatedCluster cluster, List<int> devices, TimeSpan ideal)
    {
        var crashes = (int)Math.Ceiling(scenario.Failures * scenario.Silos);
        for (var i = 0; i < crashes && scenario.Silos > 1; i++)
        {
            var silo = (i * 7 + 3) % scenario.Silos;
            clock.After(ideal * (0.1 + 0.7 * Chance(2, i)), () =>
            {
                cluster.Kill(Name(silo));
                clock.After(TimeSpan.FromMinutes(1), () => cluster.Start(Name(silo), devices[silo], Device.Cuda));
            });
        }
    }

    private static string Name(int silo) => $"silo-{silo:000}";

    private static double Chance(ulong seed, int index) =>
        new CounterRandom(seed, RandomPurpose.None, (ulong)index).NextInt(1_000_000) / 1e6;
}

/// <param name="Scenario">What was run.</param>
/// <param name="Jobs">Jobs of the study.</param>
/// <param name="Ideal">The larger of all work over all devices that never idle and never fail, and the longest chain.</param>
/// <param name="Makespan">What it took, in simulated time.</param>
/// <param name="Messages">Tickets and ends.</param>
/// <param name="Claims">Calls that lease.</param>
/// <param name="Commits">Jobs committed.</param>
/// <param name="Real">How long the simulation took: nearly all of it is the coordinator's own work.</param>
internal sealed record Outcome(
    Scenario Scenario, int Jobs, TimeSpan Ideal, TimeSpan Makespan, int Messages, int Claims, int Commits, TimeSpan Real)
{
    internal double Efficiency => Ideal / Makespan;
}
