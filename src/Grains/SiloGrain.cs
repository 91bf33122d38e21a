using Experiments.Pipeline.Cluster;
using Orleans.Placement;

namespace Experiments.Grains;

/// <inheritdoc cref="ISiloGrain"/>
[RandomPlacement]
internal sealed class SiloGrain(SiloServices silo, MovableGrains movable) : Grain, ISiloGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        return name == silo.Worker.Name
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"silo is '{name}'; it must be one that the cluster has, and this is '{silo.Worker.Name}'.");
    }

    public Task<SiloState> GetStateAsync() => Task.FromResult(silo.Worker.State());

    public Task<SiloState> UndrainAsync()
    {
        silo.Worker.AskToDrain(false);
        return GetStateAsync();
    }

    public Task<SiloState> DrainAsync()
    {
        Calls.Forget();
        silo.Worker.AskToDrain(true);
        silo.NoteDraining();
        movable.MoveAll();
        return GetStateAsync();
    }
}
