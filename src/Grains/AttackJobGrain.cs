using Experiments.Pipeline.Cluster;
using Orleans.Placement;

namespace Experiments.Grains;

/// <inheritdoc cref="IAttackJobGrain"/>
[RandomPlacement]
internal sealed class AttackJobGrain(SiloServices silo, IGrainFactory grains) : Grain, IAttackJobGrain
{
    public async Task<JobAnswer> StartAsync(JobTicket ticket)
    {
        Calls.Forget();
        var answer = await silo.AcceptAsync(ticket, grains);

        // The job is the silo's from here on.
        DeactivateOnIdle();
        return answer;
    }
}
