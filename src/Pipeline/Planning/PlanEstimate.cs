using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Plans;
using Experiments.Ports;

namespace Experiments.Pipeline.Planning;

/// <summary>What is left of a plan, and how long it may take.</summary>
internal sealed class PlanEstimate(Plan plan, IReadOnlySet<JobKey> done, JobRates rates)
{
    /// <param name="workers">Jobs that run at the same time.</param>
    internal PlanSummary Summarise(int workers)
    {
        List<PlanLine> lines = [.. JobKinds.All.Select(kind => Line(kind.Name)).Where(line => line.Jobs > 0)];
        return new PlanSummary(plan.Study, lines, workers, lines.Any(line => line.Work is null) ? null : Time(workers));
    }

    private PlanLine Line(string kind)
    {
        List<PlannedJob> jobs = [.. plan.Jobs.Where(j => j.Job.Kind == kind)];
        List<PlannedJob> open = [.. jobs.Where(IsOpen)];
        return new PlanLine(
            kind, jobs.Count, jobs.Count - open.Count, open.Aggregate((TimeSpan?)TimeSpan.Zero, (sum, job) => sum + rates.Of(job.Size)));
    }

    private bool IsOpen(PlannedJob job) => !done.Contains(job.Job.Key);

    /// <summary>All of the work divided by the workers, or the longest chain of jobs that wait for each other: the larger.</summary>
    private TimeSpan Time(int workers)
    {
        var (work, longest) = (TimeSpan.Zero, TimeSpan.Zero);
        var ends = new Dictionary<JobKey, TimeSpan>(plan.Jobs.Count);
        foreach (var job in plan.Jobs)
        {
            var own = IsOpen(job) ? rates.Of(job.Size)!.Value : TimeSpan.Zero;
            var end = own + (job.Job.Inputs.Count == 0 ? TimeSpan.Zero : job.Job.Inputs.Max(input => ends[input.Key]));
            ends[job.Job.Key] = end;
            work += own;
            longest = end > longest ? end : longest;
        }

        var shared = work / workers;
        return shared > longest ? shared : longest;
    }
}
