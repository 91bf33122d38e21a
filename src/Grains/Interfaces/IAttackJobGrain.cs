using System.Globalization;
using Experiments.Pipeline.Cluster;

namespace Experiments.Grains;

/// <summary>
/// One lease of a job that uses trained networks: a shard of an attack, an evaluation on a victim, a report. Its key is the job's and the
/// lease's token: the runtime remembers where a grain was, and would take the next lease there again. It is activated on the silo that the
/// coordinator has picked.
/// </summary>
[Alias("experiments.attack-job")]
public interface IAttackJobGrain : IGrainWithStringKey
{
    /// <summary>The key of a ticket's grain.</summary>
    static string KeyOf(JobTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return string.Create(CultureInfo.InvariantCulture, $"{ticket.Job.Value}/{ticket.Token}");
    }

    /// <summary>Begins the job; returns at once.</summary>
    [Alias("start")]
    Task<JobAnswer> StartAsync(JobTicket ticket);
}
