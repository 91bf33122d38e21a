using System.Collections.Concurrent;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Services;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

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
        using var log = new LogList();
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
        Assert.Equal(2, log.Lines.Count(line => line.StartsWith("done: ", StringComparison.Ordinal)));
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("lease lost: ", StringComparison.Ordinal));
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

    private sealed class LogList : ILoggerFactory, ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
