using Experiments.Pipeline;
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

        // The job is the silo's from here on. The address must be free by the time that the job runs again somewhere else.
        DeactivateOnIdle();
        return answer;
    }
}
