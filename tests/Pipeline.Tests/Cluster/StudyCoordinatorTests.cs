using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Simulation;

namespace Experiments.Pipeline.Tests;

/// <summary>The coordinator against simulated silos on a virtual clock: no Orleans, no thread, no real second.</summary>
public sealed class StudyCoordinatorTests
{
    private const string Study = "study";

    private static readonly TimeSpan JobTime = TimeSpan.FromSeconds(10);

    private readonly VirtualClock _clock = new();
    private readonly MemoryLedger _ledger;
    private readonly SimulatedCluster _cluster;
    private int _most;

    public StudyCoordinatorTests()
    {
        _ledger = new MemoryLedger(_clock);
        _cluster = new SimulatedCluster(_clock, _ledger, (_, _) => JobTime);
    }

    [Fact]
    public void Run_JobsOverTwoSilos_KeepsEveryDeviceBusyAndNoMoreThanItsPlaces()
    {
        _cluster.Start("a", devices: 2);
        _cluster.Start("b", devices: 2);

        Run(Flat(40), Watch);

        Assert.All(_ledger.CommitsPerJob, n => Assert.Equal(1, n));
        Assert.Equal(8, _most);
        Assert.InRange(_clock.Elapsed, 10 * JobTime, 10 * JobTime + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Run_SiloAddedMidStudy_GetsWorkWithinASecond()
    {
        _cluster.Start("a", devices: 1);
        TimeSpan? first = null;
        _clock.After(TimeSpan.FromSeconds(25), () => _cluster.Start("b", devices: 1));

        Run(Flat(20), async stop =>
        {
            while (first is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), _clock, stop);
                first = _cluster.Silos.Contains("b") && _cluster.InHand("b") > 0 ? _clock.Elapsed : null;
            }
        });

        Assert.InRange(first!.Value, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(26));
    }

    [Fact]
    public void Run_SiloKilled_ItsJobsRunElsewhereUnderNewTokens()
    {
        _cluster.Start("a", devices: 2);
        _cluster.Start("b", devices: 2);
        _clock.After(TimeSpan.FromSeconds(15), () => _cluster.Kill("b"));

        Run(Flat(16));

        Assert.All(_ledger.CommitsPerJob, n => Assert.Equal(1, n));
        Assert.Equal(4, Enumerable.Range(0, 16).Count(i => _ledger.HoldersOf(Key(i)).Count == 2));
        // Not one lease (60 s) was waited for: the membership's word ended them.
        Assert.InRange(_clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(75));
    }

    [Fact]
    public void Run_SiloBackUnderItsNameBeforeAnybodyNoticed_LeasesOfItsFormerLifeEnd()
    {
        _cluster.Start("a", devices: 1);
        _clock.After(TimeSpan.FromSeconds(15), () =>
        {
            _cluster.Kill("a");
            _cluster.Start("a", devices: 1);
        });

        Run(Flat(4));

        Assert.All(_ledger.CommitsPerJob, n => Assert.Equal(1, n));
        Assert.InRange(_clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Run_SiloDrained_FinishesWhatItHasAndGetsNothingMore()
    {
        _cluster.Start("a", devices: 1);
        _cluster.Start("b", devices: 1);
        _clock.After(TimeSpan.FromSeconds(15), () => _cluster.Drain("b"));

        Run(Flat(20), async stop =>
        {
            await Task.Delay(TimeSpan.FromSeconds(41), _clock, stop);
            Assert.Equal(0, _cluster.InHand("b"));
        });

        Assert.All(Enumerable.Range(0, 20), i => Assert.Single(_ledger.HoldersOf(Key(i))));
    }

    [Fact]
    public void Run_CoordinatorLost_AnotherAdoptsWhatIsInFlight()
    {
        _cluster.Start("a", devices: 2);
        _cluster.Start("b", devices: 2);
        _clock.Run(async () =>
        {
            await _ledger.SubmitAsync(Flat(24), default);
            using (var lost = new CancellationTokenSource())
            {
                var first = Coordinator();
                _cluster.Ended = first.JobEnded;
                _clock.After(TimeSpan.FromSeconds(15), lost.Cancel);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.RunAsync(lost.Token));
            }

            // Ends that are told to nobody are found in the ledger.
            _cluster.Ended = null;
            await Task.Delay(TimeSpan.FromSeconds(6), _clock);
            var second = Coordinator();
            _cluster.Ended = second.JobEnded;
            await second.RunAsync(default);
        });

        Assert.All(_ledger.CommitsPerJob, n => Assert.Equal(1, n));
        Assert.All(Enumerable.Range(0, 24), i => Assert.Single(_ledger.HoldersOf(Key(i))));
        Assert.Equal(24, _ledger.Claims > 0 ? _ledger.Commits : 0);
    }

    [Fact]
    public void Run_TwoCoordinatorsAtOnce_EveryJobRunsOnce()
    {
        _cluster.Start("a", devices: 3);
        _clock.Run(async () =>
        {
            await _ledger.SubmitAsync(Flat(18), default);
            var (first, second) = (Coordinator(), Coordinator());
            _cluster.Ended = end => { first.JobEnded(end); second.JobEnded(end); };
            await Task.WhenAll(first.RunAsync(default), second.RunAsync(default));
        });

        Assert.All(_ledger.CommitsPerJob, n => Assert.Equal(1, n));
        Assert.All(Enumerable.Range(0, 18), i => Assert.Single(_ledger.HoldersOf(Key(i))));
    }

    [Fact]
    public void Run_UrgentJobsWantADeviceThatNobodyHas_OthersRunAndItSaysSo()
    {
        _cluster.Start("a", devices: 1);
        var jobs = Flat(6).Jobs
            .Select((p, i) => new PlannedJob(p.Job with { Settings = i < 3 ? new JsonObject { ["device"] = "cuda" } : [] }, 10 - i))
            .ToList();
        IReadOnlyList<StudyEvent> events = [];
        _clock.After(TimeSpan.FromSeconds(60), () => _cluster.Start("gpu", devices: 1, kind: Device.Cuda));
        _clock.Run(async () =>
        {
            await _ledger.SubmitAsync(Plan(jobs), default);
            var coordinator = Coordinator();
            _cluster.Ended = coordinator.JobEnded;
            var run = coordinator.RunAsync(default);
            await Task.Delay(TimeSpan.FromSeconds(50), _clock);
            Assert.All(Enumerable.Range(3, 3), i => Assert.Equal(JobState.Done, _ledger.StateOf(Key(i))));
            events = (await coordinator.ReadEventsAsync(0, TimeSpan.Zero, default)).Events;
            await run;
        });

        Assert.Equal(
            "craft job-0 wants device 'cuda', which no silo has", Assert.Single(events, e => e.Kind == StudyEventKind.NoDevice).Text);
        Assert.Equal(6, _ledger.Commits);
    }

    [Fact]
    public void Run_NoSiloHasTheDevice_JobsAreNotLeasedAndGivenBackMeanwhile()
    {
        _cluster.Start("a", devices: 1, knows: [new("craft", 1)]);
        long leasedBefore = 0;
        _clock.After(TimeSpan.FromSeconds(60), () =>
        {
            leasedBefore = Enumerable.Range(0, 6).Sum(i => _ledger.TokenOf(Key(i)));
            _cluster.Start("gpu", devices: 1, kind: Device.Cuda, knows: [new("craft", 1)]);
        });

        Run(Plan([.. Flat(6).Jobs.Select(p => p with { Job = p.Job with { Settings = new JsonObject { ["device"] = "cuda" } } })]));

        Assert.Equal(0, leasedBefore);
        Assert.All(_ledger.CommitsPerJob, n => Assert.Equal(1, n));
    }

    [Fact]
    public void Run_JobsOfANewerVersion_RunOnTheSiloThatKnowsIt()
    {
        _cluster.Start("old", devices: 2, knows: [new("craft", 1)]);
        var jobs = Flat(8).Jobs.Select((p, i) => p with { Job = p.Job with { Version = i < 4 ? 2 : 1 } }).ToList();
        IReadOnlyList<StudyEvent> events = [];
        long leasedBefore = 0;
        _clock.After(TimeSpan.FromSeconds(60), () =>
        {
            leasedBefore = Enumerable.Range(0, 4).Sum(i => _ledger.TokenOf(Key(i)));
            _cluster.Start("new", devices: 1, knows: [new("craft", 1), new("craft", 2)]);
        });

        _clock.Run(async () =>
        {
            await _ledger.SubmitAsync(Plan(jobs), default);
            var coordinator = Coordinator();
            _cluster.Ended = coordinator.JobEnded;
            await coordinator.RunAsync(default);
            events = (await coordinator.ReadEventsAsync(0, TimeSpan.Zero, default)).Events;
        });

        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal("silo:new", Assert.Single(_ledger.HoldersOf(Key(i))).Host));
        Assert.Equal(0, leasedBefore);
        Assert.Equal(
            "craft job-0 wants job kind craft version 2, which no silo has",
            Assert.Single(events, e => e.Kind == StudyEventKind.NoDevice).Text);
    }

    [Fact]
    public void Run_JobsWithMemory_AreOnASiloOnlyAsFarAsTheyFitTogether()
    {
        _cluster.Start("small", devices: 4, knows: [new("craft", 1)], memory: 10);
        _cluster.Start("large", devices: 4, knows: [new("craft", 1)], memory: 100);

        Run(Plan([.. Flat(12).Jobs.Select((p, i) => p with { MemoryBytes = i < 2 ? 60 : 6 })]));

        Assert.InRange(_cluster.MostMemory("small"), 6, 10);
        Assert.InRange(_cluster.MostMemory("large"), 60, 100);
        Assert.All(Enumerable.Range(0, 2), i => Assert.Equal("silo:large", Assert.Single(_ledger.HoldersOf(Key(i))).Host));
    }

    [Fact]
    public void ReadEvents_FromTheLastSeen_GivesTheRestInOrderAndLargerNumbersAfterATakeOver()
    {
        _cluster.Start("a", devices: 1);
        _clock.Run(async () =>
        {
            await _ledger.SubmitAsync(Flat(2), default);
            var first = Coordinator();
            _cluster.Ended = first.JobEnded;
            var run = first.RunAsync(default);
            var page = await first.ReadEventsAsync(0, TimeSpan.FromSeconds(1), default);
            var seen = page.Events.ToList();
            while (page.Running)
            {
                page = await first.ReadEventsAsync(page.Last, TimeSpan.FromSeconds(5), default);
                seen.AddRange(page.Events);
            }

            await run;
            seen.AddRange((await first.ReadEventsAsync(page.Last, TimeSpan.Zero, default)).Events);
            Assert.Equal(
                ["Resumed study", "Started craft job-0", "Started craft job-1", "Done craft job-0", "Done craft job-1", "Finished study"],
                seen.Select(e => $"{e.Kind} {e.Text}"));
            Assert.Equal(Enumerable.Range(0, 6).Select(i => seen[0].Number + i), seen.Select(e => e.Number));

            var second = Coordinator();
            await second.RunAsync(default);
            var next = await second.ReadEventsAsync(seen[^1].Number, TimeSpan.Zero, default);
            Assert.False(next.Running);
            Assert.All(next.Events, e => Assert.True(e.Number > seen[^1].Number));
            Assert.Equal(new JobCounts(0, 0, 0, 2, 0, 0), next.Progress.Jobs);
        });
    }

    [Fact]
    public void EventLog_ReaderTooFarBehind_IsToldThatEventsAreMissing()
    {
        var log = new StudyEventLog(DateTimeOffset.UnixEpoch);
        for (var i = 0; i < 2000; i++)
        {
            log.Add(StudyEventKind.Done, null, $"job-{i}", null);
        }

        var (events, missed, last) = log.After(log.After(0).Last - 1500);
        Assert.True(missed);
        Assert.Equal(("job-976", "job-1999"), (events[0].Text, events[^1].Text));
        Assert.False(log.After(last - 1024).Missed);
    }

    private static JobKey Key(int i) => new($"{i:x64}");

    private static Plan Flat(int count) => Plan([.. Enumerable.Range(0, count).Select(i => new PlannedJob(
        new Job { Key = Key(i), Kind = "craft", Version = 1, Settings = [], Inputs = [] }, count - i))]);

    private static Plan Plan(IReadOnlyList<PlannedJob> jobs) => new()
    {
        Study = Study,
        Definition = "",
        Jobs = jobs,
        Names = [.. jobs.Select((j, i) => new StudyJob { Job = j.Job.Key, Kind = JobKinds.Craft.Name, Ordinal = i, Attack = $"job-{i}" })],
    };

    private StudyCoordinator Coordinator() => new(
        Study, new WorkerId("silo:home", 1, DateTimeOffset.UnixEpoch),
        new JobServices { Ledger = _ledger, Results = _ledger, Artifacts = null!, Data = null!, Threads = null!, Time = _clock }, _cluster,
        _cluster);

    private void Run(Plan plan, Func<CancellationToken, Task>? meanwhile = null) => _clock.Run(async () =>
    {
        await _ledger.SubmitAsync(plan, default);
        using var over = new CancellationTokenSource();
        var coordinator = Coordinator();
        _cluster.Ended = coordinator.JobEnded;
        var watching = meanwhile?.Invoke(over.Token);
        await coordinator.RunAsync(default);
        if (watching is not null)
        {
            over.Cancel();
            await watching.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (watching.IsFaulted)
            {
                await watching;
            }
        }
    });

    private async Task Watch(CancellationToken stop)
    {
        while (true)
        {
            _most = Math.Max(_most, _cluster.Silos.Sum(_cluster.InHand));
            await Task.Delay(TimeSpan.FromMilliseconds(500), _clock, stop);
        }
    }
}
