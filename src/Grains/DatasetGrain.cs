using Orleans.Concurrency;

namespace Experiments.Grains;

/// <inheritdoc cref="IDatasetGrain"/>
[StatelessWorker(maxLocalWorkers: 1)]
internal sealed class DatasetGrain(SiloServices silo) : Grain, IDatasetGrain
{
    // Decoding takes a moment of a processor, which is not the scheduler's to give.
    public Task<int> EnsureLoadedAsync()
    {
        var slice = this.GetPrimaryKeyString();
        return Task.Run(() => silo.Worker.LoadSlice(slice));
    }
}
