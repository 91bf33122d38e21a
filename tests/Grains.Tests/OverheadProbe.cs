using System.Diagnostics;
using Experiments.Contracts;
using Experiments.Numerics;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Simulation;

namespace Experiments.Grains.Tests;

/// <summary>What the grains cost per job: jobs that have nothing to compute, one after the other, on one silo with a ledger in
/// memory.</summary>
internal static class OverheadProbe
{
    private const string Study = "overhead";

    /// <summary>From the study's start to the end of its last job: claim, placement, message, take-over, lane, outcome, message.</summary>
    /// <param name="jobs">So many.</param>
    /// <param name="places">Jobs at the same time.</param>
    internal static async Task<(TimeSpan Wall, TimeSpan Processor)> MeasureAsync(int jobs, int places)
    {
        var ledger = new MemoryLedger(TimeProvider.System);
        using var threads = new ComputeThreads(1);
        var services =
            new JobServices { Ledger = ledger, Results = ledger, Artifacts = null!, Data = null!, Threads = threads,
                Time = TimeProvider.System };
        await ledger.SubmitAsync(Plan(jobs), default);
        await using var silos = await TestSilos.StartAsync(services, silos: 1, places: places);
        var study = silos.Grains.GetGrain<IStudyGrain>(Study);
        await study.ReadEventsAsync(0, TimeSpan.Zero);
        using var process = Process.GetCurrentProcess();
        var (watch, processor) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        await study.StartAsync();
        while ((await ledger.CountAsync(Study, default)).Failed < jobs)
        {
            await Task.Delay(1);
        }

        process.Refresh();
        return (watch.Elapsed, process.TotalProcessorTime - processor);
    }

    /// <summary>Attack shards without settings: they end as soon as their lane has them.</summary>
    private static Plan Plan(int jobs)
    {
        var keys = Enumerable.Range(0, jobs).Select(i => new JobKey($"{i:x64}")).ToList();
        return new Plan
        {
            Study = Study,
            Definition = "",
            Jobs = [.. keys.Select(k => new PlannedJob(
                new Job { Key = k, Kind = JobKinds.Craft.Name, Version = JobKinds.Craft.Version, Settings = [], Inputs = [] }, 1))],
            Names = [.. keys.Select((k, i) => new StudyJob { Job = k, Kind = JobKinds.Craft.Name, Ordinal = i, Attack = $"shard {i}" })],
        };
    }
}
