using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class QuotaTests
{
    private const string Study = "tiny-study";

    [Fact]
    public async Task Submit_AnotherPriority_IsNoOtherStudy()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);
        var before = await Everything.ReadAsync(bench.Studies, Study);

        var again = await bench.Engine().SubmitAsync(By("ann", priority: 30), default);

        Assert.Equal((1, 30, null, true), (again.Revision, again.Priority, again.Change, again.Jobs.Complete));
        Assert.Equal(before, await Everything.ReadAsync(bench.Studies, Study));
        await bench.Engine().SetPriorityAsync(Study, 5, default);
        Assert.Equal(5, (await bench.Studies.GetAsync(Study, default)).Priority);
    }

    [Fact]
    public async Task Study_QuotaUsedUp_SaysSoAndRunsWhenItIsLifted()
    {
        await using var bench = await Workbench.OpenAsync();
        var engine = bench.Engine();
        await engine.SubmitAsync(By("ann"), default);
        await engine.SetQuotaAsync(new Quota("ann", 1, null), default);
        Assert.Null((await bench.Studies.GetAsync(Study, default)).Waits);
        var worker = new WorkerId("elsewhere", 1, DateTimeOffset.UnixEpoch);
        var leases = await bench.Services.Ledger.LeaseAsync(new LeaseRequest(Study, worker, 3, TimeSpan.FromMinutes(5)), default);

        var waits = (await bench.Studies.GetAsync(Study, default)).Waits;
        using var stop = new CancellationTokenSource();
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var progress = new Watch(now => seen.TrySetResult(now.Waits ?? "nothing"));
        var run = engine.RunAsync(Study, new RunOptions(2), progress, stop.Token);

        Assert.Single(leases);
        Assert.Equal("waits: the quota of ann is used up (1 job at once)", waits);
        Assert.Equal(waits, await seen.Task);
        await bench.Services.Ledger.ReleaseAsync(leases, default);
        await engine.RemoveQuotaAsync("ann", default);
        Assert.True((await run).Jobs.Complete);
    }

    private static StudyDocument By(string user, int? priority = null) => TinyStudy.Document with
    {
        Submission = new SubmitOptions(new Submitter(user, "lab"), Replace: false) { Priority = priority },
    };

    private sealed class Watch(Action<StudyProgress> report) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => report(value);
    }
}
