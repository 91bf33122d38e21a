using Experiments.Contracts;
using Experiments.Networks;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>What the memory of a job is estimated from.</summary>
/// <param name="Job">The job.</param>
/// <param name="Networks">Networks that it reads, each once; of a training its own.</param>
/// <param name="Images">Images that it reads; 0 for none.</param>
/// <param name="ImageValues">Values of one image.</param>
/// <param name="SplitBytes">The images' whole split as it is kept, a byte for each value.</param>
internal sealed record JobParts(Job Job, IReadOnlyList<NetworkSize> Networks, int Images, int ImageValues, long SplitBytes)
{
    /// <summary>Most images that a network is fed at a time.</summary>
    private const int PassImages = 256;

    /// <summary>The networks, a pass over the largest and the images.</summary>
    internal long Bytes =>
        SplitBytes + Networks.Sum(network => network.LoadedBytes)
            + Networks.Select(network => network.PassBytes(Math.Min(PassImages, Images))).DefaultIfEmpty().Max();

    /// <summary>The images as networks want them, once.</summary>
    internal long FloatBytes => (long)Images * ImageValues * sizeof(float);
}
