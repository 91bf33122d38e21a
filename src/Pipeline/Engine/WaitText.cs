using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Engine;

/// <summary>Why ready jobs of a study are not run although there may be places, for people.</summary>
internal static class WaitText
{
    /// <returns>Null where nothing is ready, or nothing stands in its way but others' turns.</returns>
    internal static async Task<string?> OfAsync(
        JobServices services, string study, JobCounts jobs, CancellationToken cancellationToken) =>
        jobs.Runnable == 0 ? null : (await services.Ledger.FindQuotaAsync(study, cancellationToken))?.Waits;
}
