using System.Diagnostics;
using System.Globalization;
using Experiments.Contracts;
using Experiments.Numerics;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Simulation;

namespace Experiments.Simulator;

/// <summary>Several studies of several users at once, a coordinator for each, on one simulated cluster: who gets how much.</summary>
internal static class ShareSimulation
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <param name="gpus">Devices in all.</param>
    /// <param name="studies">With work for all of the time.</param>
    /// <param name="users">Who have them in turns.</param>
    /// <param name="minutes">Simulated; each is measured.</param>
    /// <param name="scale">How much longer jobs take than the recorded ones; those of every other study twice as much.</param>
    /// <param name="recorded">Durations of attack shards.</param>
    internal static ShareOutcome Run(int gpus, int studies, int users, int minutes, double scale, Dictionary<string, double[]> recorded)
    {
        var clock = new VirtualClock();
        var ledger = new MemoryLedger(clock);
        var cluster = new SimulatedCluster(clock, ledger, (job, _) => DurationOf(job, scale, recorded["craft"]));
        Dictionary<string, StudyCoordinator> coordinators = [];
        cluster.EndedOf = (study, end) => coordinators[study].JobEnded(end);
        for (var i = 0; i * Scenario.GpusPerSilo < gpus; i++)
        {
            cluster.Start($"silo-{i:000}", Math.Min(Scenario.GpusPerSilo, gpus - i * Scenario.GpusPerSilo), Device.Cuda);
        }

        var names = Enumerable.Range(0, studies).Select(i => string.Create(CultureInfo.InvariantCulture, $"study-{i:000}")).ToList();
        var worst = new List<double>();
        var watch = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        clock.Run(async () =>
        {
            var services =
                new JobServices { Ledger = ledger, Results = ledger, Artifacts = null!, Data = null!, Threads = null!, Time = clock };
            List<Task> runs = [];
            var mean = scale * TimeSpan.FromMilliseconds(recorded["craft"].Average());
            var jobs = 20 + (int)(1.3 * gpus * minutes * (Window / mean) / studies);
            for (var i = 0; i < studies; i++)
            {
                await ledger.SubmitAsync(Plan(names[i], i, users, jobs), default);
                coordinators[names[i]] = new StudyCoordinator(
                    names[i], new WorkerId("silo:coordinator", i, DateTimeOffset.UnixEpoch), services, cluster, cluster);
                runs.Add(coordinators[names[i]].RunAsync(stop.Token));
            }

            var before = names.Select(_ => TimeSpan.Zero).ToList();
            for (var minute = 0; minute < minutes; minute++)
            {
                await Task.Delay(Window, clock);
                var now = names.Select(ledger.DeviceTimeOf).ToList();
                var minuteOf = now.Zip(before, (after, earlier) => (after - earlier).TotalSeconds).ToList();
                worst.Add(minuteOf.Max(seconds => Math.Abs(seconds / minuteOf.Average() - 1)));
                before = now;
            }

#pragma warning disable CA1849 // On the thread pool it would be no part of the clock's turn.
            stop.Cancel();
#pragma warning restore CA1849
            foreach (var run in runs)
            {
                await run.ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        });
        var used = cluster.Useful.TotalSeconds / (gpus * clock.Elapsed.TotalSeconds);
        var all = names.Select(name => ledger.DeviceTimeOf(name).TotalSeconds).ToList();
        worst.Add(all.Max(seconds => Math.Abs(seconds / all.Average() - 1)));
        return new ShareOutcome(gpus, studies, users, worst, used, ledger.Claims, clock.Elapsed, watch.Elapsed);
    }

    private static Plan Plan(string study, int number, int users, int jobs) => new()
    {
        Study = study,
        Definition = "",
        Submission = new SubmitOptions(
            new Submitter(string.Create(CultureInfo.InvariantCulture, $"user-{number % users}"), "lab"), Replace: false),
        Jobs = [.. Enumerable.Range(0, jobs).Select(i => new PlannedJob(
            new Job { Key = new JobKey($"{number:x32}{i:x32}"), Kind = "craft", Version = 1, Settings = [], Inputs = [] }, 1))],
        Names = [],
    };

    private static TimeSpan DurationOf(Job job, double scale, double[] recorded)
    {
        var study = int.Parse(job.Key.Value[24..32], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var number = int.Parse(job.Key.Value[^8..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var random = new CounterRandom((ulong)study, RandomPurpose.None, (ulong)number);
        return TimeSpan.FromMilliseconds(recorded[random.NextInt(recorded.Length)] * (study % 2 == 0 ? scale : 2 * scale));
    }
}

/// <param name="Gpus">Devices in all.</param>
/// <param name="Studies">At once.</param>
/// <param name="Users">Who have them.</param>
/// <param name="Worst">Of each minute and of all of them, how far a study's device time is from the mean at most, as a share of it.</param>
/// <param name="Used">Share of the device time that was used.</param>
/// <param name="Claims">Calls that lease.</param>
/// <param name="Time">Simulated.</param>
/// <param name="Real">How long the simulation took.</param>
internal sealed record ShareOutcome(
    int Gpus, int Studies, int Users, IReadOnlyList<double> Worst, double Used, int Claims, TimeSpan Time, TimeSpan Real);
