namespace Experiments.Ports;

/// <summary>How long jobs of a kind take: a part that every job has, and one that grows with its size.</summary>
/// <param name="Kind">Name of a kind of job.</param>
/// <param name="Device">What computes its networks.</param>
/// <param name="SecondsPerCost">By <see cref="PlannedJob.Cost"/>.</param>
/// <param name="SecondsPerJob">Whatever the cost.</param>
public sealed record MeasuredRate(string Kind, string Device, double SecondsPerCost, double SecondsPerJob = 0);

/// <summary>Sums over finished jobs of one kind and device, from which their rate follows.</summary>
/// <param name="Jobs">How many.</param>
/// <param name="Seconds">Of their durations.</param>
/// <param name="Cost">Of their costs.</param>
/// <param name="SquaredCost">Of the squares of their costs.</param>
/// <param name="CostSeconds">Of cost times duration.</param>
public readonly record struct JobTimes(long Jobs, double Seconds, double Cost, double SquaredCost, double CostSeconds)
{
    /// <summary>Of jobs of one size what took longer than this, in seconds by multiplication, counts as no multiplication: so a job of a
    /// moment says nothing of one of hours.</summary>
    private const double SlowestRate = 2e-10;

    /// <summary>Below this variance, in squares of the mean, all jobs are of one size and a slope cannot be told.</summary>
    private const double LeastSpread = 0.01;

    /// <summary>With one more job.</summary>
    public JobTimes Add(double seconds, double cost) =>
        new(Jobs + 1, Seconds + seconds, Cost + cost, SquaredCost + cost * cost, CostSeconds + cost * seconds);

    /// <summary>The least-squares line through durations by cost, neither end of it below 0; null without jobs of known cost.</summary>
    public MeasuredRate? Fit(string kind, string device)
    {
        if (Jobs == 0 || Cost <= 0)
        {
            return null;
        }

        var (seconds, cost) = (Seconds / Jobs, Cost / Jobs);
        var variance = SquaredCost / Jobs - cost * cost;
        var slope = variance > LeastSpread * cost * cost ? (CostSeconds / Jobs - cost * seconds) / variance : SlowestRate;
        slope = Math.Clamp(slope, 0, seconds / cost);
        return new MeasuredRate(kind, device, slope, seconds - slope * cost);
    }
}
