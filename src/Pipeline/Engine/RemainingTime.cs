using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>Estimates the time to a study's end from the durations of jobs of the same kind. Not safe for several threads at once.</summary>
internal sealed class RemainingTime(Dictionary<JobKey, string> open, IReadOnlyDictionary<string, TimeSpan> measured, int workers)
{
    private readonly Dictionary<string, (TimeSpan Sum, int Count)> _now = [];

    internal void Done(Job job, TimeSpan duration)
    {
        open.Remove(job.Key);
        var (sum, count) = _now.GetValueOrDefault(job.Kind);
        _now[job.Kind] = (sum + duration, count + 1);
    }

    /// <summary>Null while there is a kind of job to come that has never been timed.</summary>
    internal TimeSpan? Estimate(IReadOnlyList<(Job Job, TimeSpan Elapsed, JobActivity Activity)> running)
    {
        var total = TimeSpan.Zero;
        foreach (var (key, kind) in open)
        {
            if (Mean(kind) is not { } mean)
            {
                return null;
            }

            var (job, elapsed, activity) = running.FirstOrDefault(r => r.Job.Key == key);
            total += job is null ? mean
                : activity is { Done: > 0, Total: > 0 } ? elapsed * ((double)(activity.Total - activity.Done) / activity.Done)
                : mean > elapsed ? mean - elapsed : TimeSpan.Zero;
        }

        return total / workers;
    }

    private TimeSpan? Mean(string kind) =>
        _now.TryGetValue(kind, out var now) ? now.Sum / now.Count
        : measured.TryGetValue(kind, out var before) ? before
        : null;
}
