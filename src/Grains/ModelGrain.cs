
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;

namespace Experiments.Grains;

/// <inheritdoc cref="IModelGrain"/>
[DeviceFilter]
[Orleans.Placement.ResourceOptimizedPlacement]
internal sealed class ModelGrain(SiloServices silo, MovableGrains movable, IGrainFactory grains, ILocalSiloDetails local)
    : Grain, IModelGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        movable.Add(this, MigrateOnIdle);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        movable.Remove(this);
        return Task.CompletedTask;
    }

    public async Task<JobAnswer> TrainAsync(JobTicket ticket)
    {
        var wanted = Calls.Wanted();
        Calls.Forget();
        var answer = await silo.AcceptAsync(ticket, grains);
        if (answer.Kind != JobAnswerKind.Accepted)
        {
            // The next try must find the model where there is room. Gone, it would come back here: callers remember where it was. So it
            // moves, if it was wanted elsewhere.
            if (wanted is not null && !wanted.Equals(local.SiloAddress))
            {
                Calls.Move(wanted, MigrateOnIdle);
            }
            else
            {
                DeactivateOnIdle();
            }
        }

        return answer;
    }
}
