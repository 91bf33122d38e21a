using Experiments.Contracts;
using Experiments.Pipeline.Plans;
using Experiments.Ports;

namespace Experiments.Pipeline.Engine;

/// <summary>Estimates the time to a study's end from the costs of its open jobs and the rates that jobs of the same kind ran at: of this
/// run, or else those in the database. Not safe for several threads at once.</summary>
internal sealed class RemainingTime(IReadOnlyDictionary<JobKey, JobSize> open, IReadOnlyList<MeasuredRate> measured, int workers)
{
    private readonly Dictionary<JobKey, JobSize> _open = new(open);
    private readonly JobRates _before = new(measured);
    private readonly Dictionary<(string Kind, string Device), JobTimes> _now = [];

    internal void Done(JobKey job, TimeSpan duration)
    {
        if (_open.Remove(job, out var size))
        {
            _now[(size.Kind, size.Device)] =
                _now.GetValueOrDefault((size.Kind, size.Device)).Add(duration.TotalSeconds, size.Cost);
        }
    }

    /// <summary>Null while there is a kind of job to come that has never been timed.</summary>
    internal TimeSpan? Estimate(IReadOnlyList<(Job Job, TimeSpan Elapsed, JobActivity Activity)> running)
    {
        var total = TimeSpan.Zero;
        var inHand = running.ToDictionary(r => r.Job.Key);
        foreach (var (key, size) in _open)
        {
            if (Whole(size) is not { } whole)
            {
                return null;
            }

            total += !inHand.TryGetValue(key, out var hand) ? whole
                : hand.Activity is { Done: > 0, Total: > 0 } activity
                ? hand.Elapsed * ((double)(activity.Total - activity.Done) / activity.Done)
                : whole > hand.Elapsed ? whole - hand.Elapsed : TimeSpan.Zero;
        }

        return total / workers;
    }

    private TimeSpan? Whole(JobSize size) =>
        _now.GetValueOrDefault((size.Kind, size.Device)).Fit(size.Kind, size.Device) is { } rate
            ? JobRates.Of(size, rate)
            : _before.Of(size);
}
