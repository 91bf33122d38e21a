
using Experiments.Pipeline.Cluster;

namespace Experiments.Grains;

/// <summary>A silo as an address; its key is the silo's name. It is activated on that silo and nowhere else.</summary>
public interface ISiloGrain : IGrainWithStringKey
{
    Task<SiloState> GetStateAsync();

    /// <summary>Finishes what it has and takes no more; studies and models move away.</summary>
    Task<SiloState> DrainAsync();

    /// <summary>Takes jobs again.</summary>
    Task<SiloState> UndrainAsync();
}
