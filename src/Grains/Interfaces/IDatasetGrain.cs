namespace Experiments.Grains;

/// <summary>Decoded images of a silo; its key is the slice, as the job's settings write it. A stateless worker: every silo has its own, and
/// a call stays on the silo that makes it.</summary>
[Alias("experiments.dataset")]
public interface IDatasetGrain : IGrainWithStringKey
{
    /// <summary>Decodes the slice's data set on this silo unless it is; no image is sent.</summary>
    /// <returns>How many images the slice has.</returns>
    [Alias("ensure-loaded")]
    Task<int> EnsureLoadedAsync();
}
