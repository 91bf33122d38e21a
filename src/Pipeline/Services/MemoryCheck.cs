using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>Refuses plans of which this process can never run a job.</summary>
/// <param name="ledger">Knows what is done.</param>
/// <param name="available">Memory that jobs may take, in bytes.</param>
internal sealed class MemoryCheck(ILedger ledger, long available)
{
    /// <exception cref="MemoryMissingException">A job that is not done needs more memory.</exception>
    internal async Task RequireAsync(Plan plan, CancellationToken cancellationToken)
    {
        List<PlannedJob> large = [.. plan.Jobs.Where(job => job.MemoryBytes > available)];
        if (large.Count == 0)
        {
            return;
        }

        var done = await ledger.FindDoneAsync([.. large.Select(job => job.Job.Key)], cancellationToken);
        large.RemoveAll(job => done.Contains(job.Job.Key));
        if (large.MaxBy(job => job.MemoryBytes) is { } largest)
        {
            throw new MemoryMissingException(
                $"memory of {NameOf(largest.Job, plan)} is {MemoryText.Of(largest.MemoryBytes)}, estimated; it must be at most "
                    + $"{MemoryText.Of(available)}, which this process may take. {Others(large.Count - 1)}Nothing was run.");
        }
    }

    private static string NameOf(Job job, Plan plan) =>
        plan.Names.FirstOrDefault(name => name.Job == job.Key) is { } name
            ? $"{job.Kind} '{name.Model ?? name.Source ?? name.Victim ?? name.Attack ?? name.Table ?? name.Data}'"
            : $"{job.Kind} {job.Key.Short}";

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => "So is that of 1 more job. ",
        _ => FormattableString.Invariant($"So is that of {count} more jobs. "),
    };
}
