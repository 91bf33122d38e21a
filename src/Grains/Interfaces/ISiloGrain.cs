
using Experiments.Pipeline.Cluster;

namespace Experiments.Grains;

/// <summary>A silo as an address; its key is the silo's name. It is activated on that silo and nowhere else.</summary>
[Alias("experiments.silo")]
public interface ISiloGrain : IGrainWithStringKey
{
    [Alias("get-state")]
    Task<SiloState> GetStateAsync();

    /// <summary>Finishes what it has and takes no more; studies and models move away.</summary>
    [Alias("drain")]
    Task<SiloState> DrainAsync();

    /// <summary>Takes jobs again.</summary>
    [Alias("undrain")]
    Task<SiloState> UndrainAsync();
}
