using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Plans;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class PlanEstimateTests
{
    private static readonly MeasuredRate[] Rates = [new("train", "cpu", 0.5), new("craft", "cpu", 0.1)];

    [Fact]
    public void Summarise_ManyJobs_SharesTheirWorkAmongTheWorkers()
    {
        // 4 trainings of 5 s, and 4 attacks of 2 s behind one of them each: chains of 7 s.
        var summary = Summarise(FourPairs(), [], workers: 2);

        Assert.Equal(
            [new PlanLine("train", 4, 0, TimeSpan.FromSeconds(20)), new PlanLine("craft", 4, 0, TimeSpan.FromSeconds(8))], summary.Kinds);
        Assert.Equal(TimeSpan.FromSeconds(14), summary.EstimatedTime);
    }

    [Fact]
    public void Summarise_MoreWorkersThanWork_IsTheLongestChain() =>
        Assert.Equal(TimeSpan.FromSeconds(7), Summarise(FourPairs(), [], workers: 100).EstimatedTime);

    [Fact]
    public void Summarise_FinishedJobs_CostNothing()
    {
        var jobs = FourPairs();

        var summary = Summarise(jobs, [.. jobs.Where(j => j.Job.Kind == "train").Select(j => j.Job.Key)], workers: 1);

        Assert.Equal([new PlanLine("train", 4, 4, TimeSpan.Zero), new PlanLine("craft", 4, 0, TimeSpan.FromSeconds(8))], summary.Kinds);
        Assert.Equal(TimeSpan.FromSeconds(8), summary.EstimatedTime);
    }

    [Fact]
    public void Summarise_KindNeverTimed_LeavesItsTimeAndTheWholeOpen()
    {
        var summary = Summarise([.. FourPairs(), new PlannedJob(Job("evaluate", 9), 1) { Cost = 3 }], [], workers: 2);

        Assert.Equal(new PlanLine("evaluate", 1, 0, null), summary.Kinds[^1]);
        Assert.Null(summary.EstimatedTime);
    }

    [Fact]
    public void Summarise_KindNeverTimedButDone_DoesNotMatter()
    {
        var done = Job("evaluate", 9);

        var summary = Summarise([.. FourPairs(), new PlannedJob(done, 1) { Cost = 3 }], [done.Key], workers: 2);

        Assert.Equal(TimeSpan.FromSeconds(14), summary.EstimatedTime);
    }

    [Fact]
    public void Summarise_OtherDevice_HasItsOwnRate()
    {
        var onGpu = Job("craft", 1) with { Settings = new() { ["device"] = "cuda" } };

        Assert.Null(Summarise([new PlannedJob(onGpu, 1) { Cost = 3 }], [], workers: 2).EstimatedTime);
    }

    [Fact]
    public void Estimate_RunningStudy_UsesItsOwnRatesOnceItHasThem()
    {
        var (first, second, third) = (Job("train", 1), Job("train", 2), Job("train", 3));
        var open = new[] { (first, 10e10), (second, 20e10), (third, 40e10) }.ToDictionary(
            j => j.Item1.Key, j => new JobSize("train", "cpu", j.Item2));
        var remaining = new RemainingTime(open, [new("train", "cpu", 0.5e-10)], workers: 2);

        // Measured before: 0.5 s by 10^10. 70 times as much among two workers.
        Assert.Equal(TimeSpan.FromSeconds(17.5), remaining.Estimate([]));

        // The first takes 1 s by 10^10; the second is a quarter through after 6 s; the third has not started.
        remaining.Done(first.Key, TimeSpan.FromSeconds(10));
        Assert.Equal(
            TimeSpan.FromSeconds((18 + 40) / 2.0),
            remaining.Estimate([(second, TimeSpan.FromSeconds(6), new JobActivity(1, 4, "epochs", null))]));
    }

    [Fact]
    public void Fit_JobsOfAMoment_SayNothingOfOneOfHours()
    {
        var rate = new JobTimes().Add(1.5, 1e8).Add(1.7, 1e8).Fit("train", "cpu")!;

        // Not 1,600 s: what a small job took was mostly no multiplication.
        Assert.Equal(21.58, JobRates.Of(new JobSize("train", "cpu", 1e11), rate).TotalSeconds, 1e-6);
    }

    [Fact]
    public void Fit_JobsOfSeveralSizes_IsALineThatNeverFallsBelowNothing()
    {
        var rate = new JobTimes().Add(1.1, 1e9).Add(1.2, 2e9).Add(1.4, 4e9).Fit("craft", "cpu")!;
        Assert.Equal((1e-10, 1.0), (Math.Round(rate.SecondsPerCost, 15), Math.Round(rate.SecondsPerJob, 9)));

        var falling = new JobTimes().Add(3, 1e9).Add(1, 4e9).Fit("craft", "cpu")!;
        Assert.Equal((0.0, 2.0), (falling.SecondsPerCost, falling.SecondsPerJob));

        Assert.Null(new JobTimes().Add(1, 0).Fit("collect", "cpu"));
    }

    private static PlanSummary Summarise(IReadOnlyList<PlannedJob> jobs, HashSet<JobKey> done, int workers) =>
        new PlanEstimate(PlanOf(jobs), done, new JobRates(Rates)).Summarise(workers);

    private static PlannedJob[] FourPairs() =>
    [
        .. Enumerable.Range(0, 4).Select(i => new PlannedJob(Job("train", i), 2) { Cost = 10 }),
        .. Enumerable.Range(0, 4).Select(i => new PlannedJob(Job("craft", i + 4, Job("train", i)), 1) { Cost = 20 }),
    ];

    private static Job Job(string kind, int number, params Job[] inputs) => new()
    {
        Key = new JobKey($"{kind[0] % 10}{number}".PadRight(64, '0')),
        Kind = kind,
        Version = 1,
        Settings = [],
        Inputs = [.. inputs.Select(i => new JobInput("source", i.Key))],
    };

    private static Plan PlanOf(IReadOnlyList<PlannedJob> jobs) => new()
    {
        Study = "s",
        Definition = "{}",
        Jobs = jobs,
        Names = [],
    };
}
