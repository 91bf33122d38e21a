using Experiments.Pipeline;

namespace Experiments.Grains;

/// <summary>
/// One job that uses trained networks: a shard of an attack, an evaluation on a victim, a report; its key is the job's. It lives on the silo that the
/// coordinator has picked, for as long as the job runs there.
/// </summary>
public interface IAttackJobGrain : IGrainWithStringKey
{
    /// <summary>Begins the job; returns at once.</summary>
    Task<JobAnswer> StartAsync(JobTicket ticket);
}
