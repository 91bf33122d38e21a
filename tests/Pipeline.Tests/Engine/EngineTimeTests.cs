using System.Collections.Concurrent;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Services;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

/// <summary>What an engine does when: leases, signs of life, back-off, polls; on a clock that the test moves.</summary>
public sealed class EngineTimeTests
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(0.2);

    /// <summary>One job that can run, and one behind it.</summary>
    private static readonly StudyDocument OneNetwork = TinyStudy.Of("""
        {
          "name": "one", "data": { "train": { "dataset": "tiny", "slice": "train" }, "test": { "dataset": "tiny", "slice": "test" } },
          "trainings": { "short": { "epochs": 1 } }, "attacks": [], "transfers": [],
          "models": [ { "name": "linear", "architecture": { "type": "softmax" },
            "training": "short", "trainOn": "train", "evaluateOn": ["test"] } ]
        }
        """);

    private readonly FakeTime _time = new();

    [Fact]
    public async Task Work_JobThatTakesLong_RenewsItsLeaseAtAThirdAndReportsEveryTwoSeconds()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner), time: _time);
        using var library = new HookedLibrary { Gate = new ManualResetEventSlim() };
        var engine = new InProcessEngine(bench.Services with { Data = library });
        await new EmbeddedStudyEngine(bench.Services).SubmitAsync(OneNetwork, default);
        using var stop = new CancellationTokenSource();
        var work = engine.WorkAsync(1, untilIdle: false, lease: TimeSpan.FromSeconds(60), stop.Token);
        await library.Entered;

        // Three minutes: three leases without renewal.
        for (var second = 2; second <= 180; second += 2)
        {
            await _time.UntilWaitedForAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
            await _time.UntilWaitedForAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
            _time.Advance(TimeSpan.FromSeconds(2));
            await _time.UntilWaitedForAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
            if (second % 20 == 0)
            {
                await _time.UntilWaitedForAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
            }

            Assert.Equal(second / 20, ledger.Calls.Count(c => c == "renew 1"));
        }

        var other = new WorkerId("elsewhere", 1, DateTimeOffset.UnixEpoch);
        Assert.Empty(await bench.Services.Ledger.LeaseAsync(new LeaseRequest(null, other, 1, TimeSpan.FromSeconds(60)), default));
        var worker = Assert.Single(await bench.Services.Ledger.ListWorkersAsync(default), w => w.Worker != other);
        Assert.Equal((1, 1, _time.GetUtcNow()), (worker.Slots, worker.Leased, worker.LastSeenAt));

        await stop.CancelAsync();
        library.Gate!.Set();
        Assert.Equal(new WorkSummary(0, 0, 1), await work);
    }

    [Fact]
    public async Task Work_JobThatAlwaysFails_IsTriedAfterOneTwoAndFourSecondsAndThenQuarantined()
    {
        var tries = new List<TimeSpan>();
        await using var bench = await Workbench.OpenAsync(time: _time);
        using var library = new HookedLibrary
        {
            BeforeLoad = () =>
            {
                tries.Add(_time.Now);
                throw new IOException("the disk is away");
            },
        };
        var engine =
            new InProcessEngine(bench.Services with { Data = library }, new EngineOptions { ReportInterval = TimeSpan.FromHours(1) });
        await new EmbeddedStudyEngine(bench.Services).SubmitAsync(OneNetwork, default);

        var work = engine.WorkAsync(1, untilIdle: true, lease: null, default);
        while (await NextPollAsync(work) is { } wait)
        {
            _time.Advance(wait);
        }

        Assert.Equal(new WorkSummary(0, 1, 0), await work);
        Assert.Equal([0, 1, 3, 7], tries.Select(t => t.TotalSeconds));
        var failure = Assert.Single(await bench.Services.Ledger.FindFailuresAsync("one", default));
        Assert.Equal((4, "the disk is away"), (failure.Attempts, failure.Error));
    }

    [Fact]
    public async Task Work_NothingToDo_AsksTwiceASecondAndTakesANewJobWithinAFifth()
    {
        var claims = new ConcurrentQueue<TimeSpan>();
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner), time: _time);
        ledger.BeforeClaim = _ => claims.Enqueue(_time.Now);
        using var library = new HookedLibrary { Gate = new ManualResetEventSlim() };
        var engine =
            new InProcessEngine(bench.Services with { Data = library }, new EngineOptions { ReportInterval = TimeSpan.FromHours(1) });
        using var stop = new CancellationTokenSource();
        var work = engine.WorkAsync(1, untilIdle: false, lease: null, stop.Token);

        while (_time.Now < TimeSpan.FromSeconds(10))
        {
            _time.Advance((await NextPollAsync(work))!.Value);
        }

        await NextPollAsync(work);
        Assert.Equal(Enumerable.Range(0, 21).Select(i => 0.5 * i), claims.Select(t => t.TotalSeconds));
        await new EmbeddedStudyEngine(bench.Services).SubmitAsync(OneNetwork, default);
        _time.Advance(LookAgain);
        await library.Entered;
        Assert.Equal(10.2, claims.Last().TotalSeconds);

        await stop.CancelAsync();
        library.Gate!.Set();
        await work;
    }

    [Fact]
    public async Task Renewal_OvertakenByTheCommitOfTheSameJob_IsNoLostLease()
    {
        var lines = new ConcurrentQueue<string>();
        using var log = new LogHook(lines.Enqueue);
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner), time: _time);
        using var renewed = new SemaphoreSlim(0);
        ledger.AfterRenewal = () => renewed.Release();
        ledger.AfterCommit = _ =>
        {
            // The ledger has the result, the engine not yet its answer: a renewal now finds no lease.
            _time.UntilWaitedForAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
            _time.Advance(TimeSpan.FromSeconds(20));
            Assert.True(renewed.Wait(TimeSpan.FromMinutes(1)));
        };
        var engine =
            new InProcessEngine(bench.Services with { Logging = log }, new EngineOptions { ReportInterval = TimeSpan.FromHours(1) });
        await new EmbeddedStudyEngine(bench.Services).SubmitAsync(OneNetwork, default);

        var work = engine.WorkAsync(1, untilIdle: true, lease: TimeSpan.FromSeconds(60), default);

        Assert.Equal(new WorkSummary(2, 0, 0), await work.WaitAsync(TimeSpan.FromMinutes(2)));
        Assert.Equal(["renew 1", "renew 1"], ledger.Calls);
        Assert.Equal(2, lines.Count(line => line.StartsWith("done: ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("lease lost: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_ACountThatWaitedForTheServer_BlindsItNoLongerThanASecond()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner), time: _time);
        var engine = new EmbeddedStudyEngine(bench.Services);
        await engine.SubmitAsync(OneNetwork, default);
        ledger.BeforeCount = () =>
        {
            ledger.BeforeCount = null;
            _time.Advance(TimeSpan.FromSeconds(15));
        };

        var watch = engine.WatchAsync("one", new Reports(), default);
        await _time.UntilWaitedForAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await engine.CancelAsync("one", default);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("one", (await watch.WaitAsync(TimeSpan.FromMinutes(1))).Name);
    }

    [Theory]
    [InlineData(100, 2)]
    [InlineData(100_000, 2_000)]
    [InlineData(10_000_000, 10_000)]
    public async Task PacedCount_AnyNumberOfJobs_RestsByTheirNumberAndTenSecondsAtMost(int jobs, int milliseconds)
    {
        var counted = 0;
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner), time: _time);
        ledger.Counts = new JobCounts(0, 0, 0, jobs, 0, 0);
        ledger.BeforeCount = () =>
        {
            counted++;
            _time.Advance(TimeSpan.FromMinutes(1));
        };
        var counter = new PacedCount(bench.Services, study: null);

        await counter.ReadAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds) - TimeSpan.FromTicks(1));
        await counter.ReadAsync(default);
        Assert.Equal(1, counted);
        _time.Advance(TimeSpan.FromTicks(1));
        await counter.ReadAsync(default);
        Assert.Equal(2, counted);
    }

    [Fact]
    public async Task Run_LedgerAwayForACount_ProgressGoesOn()
    {
        var counts = 0;
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner), time: _time);
        using var library = new HookedLibrary { Gate = new ManualResetEventSlim() };
        var engine = new EmbeddedStudyEngine(
            bench.Services with { Data = library }, new EngineOptions { ReportInterval = TimeSpan.FromHours(1) });
        await engine.SubmitAsync(OneNetwork, default);
        ledger.BeforeCount = () =>
        {
            if (++counts == 2)
            {
                throw new StorageException("away", transient: true);
            }
        };
        var reports = new Reports();

        var run = engine.RunAsync("one", new RunOptions(1), reports, default);
        await library.Entered;
        for (var i = 0; i < 4; i++)
        {
            await _time.UntilWaitedForAsync(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250));
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }

        library.Gate!.Set();
        while (await NextPollAsync(run) is { } wait)
        {
            _time.Advance(wait);
        }

        await run;
        Assert.Equal([0, 250, 500, 750], reports.Seen.Take(4).Select(report => report.Elapsed.TotalMilliseconds));
    }

    /// <summary>Waits until the engine has nothing to do but wait; null when it has ended.</summary>
    private async Task<TimeSpan?> NextPollAsync(Task work)
    {
        var poll = _time.UntilWaitedForAsync(TimeSpan.Zero, LookAgain);
        return await Task.WhenAny(work, poll) == poll ? await poll : null;
    }

    /// <summary>The tiny data, behind a gate or a fault.</summary>
    private sealed class HookedLibrary : IDataLibrary, IDisposable
    {
        private readonly TinyLibrary _inner = new();
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal ManualResetEventSlim? Gate { get; init; }

        internal Action? BeforeLoad { get; init; }

        internal Task Entered => _entered.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public IReadOnlyList<DatasetDescription> Datasets => _inner.Datasets;

        public void RequireFiles(DatasetDescription dataset) => _inner.RequireFiles(dataset);

        public LabelledImages Load(DatasetDescription dataset, string split)
        {
            _entered.TrySetResult();
            BeforeLoad?.Invoke();
            Gate?.Wait(TimeSpan.FromMinutes(1));
            return _inner.Load(dataset, split);
        }

        public void Dispose() => Gate?.Dispose();
    }

    /// <summary>Keeps what is told, in its order.</summary>
    private sealed class Reports : IProgress<StudyProgress>
    {
        internal ConcurrentQueue<StudyProgress> Seen { get; } = new();

        public void Report(StudyProgress value) => Seen.Enqueue(value);
    }
}
