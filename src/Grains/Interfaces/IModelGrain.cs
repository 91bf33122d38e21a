using Experiments.Pipeline;
using Orleans.Concurrency;

namespace Experiments.Grains;

/// <summary>
/// One trained network held on one silo with the wanted device; its key is the training job's. It trains once, if it has not been trained, and then serves
/// from its weights, which it loads by key wherever it is activated.
/// </summary>
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Begins the training job; returns at once.</summary>
    Task<JobAnswer> TrainAsync(JobTicket ticket);

    /// <summary>Logits of images of a data set, row-major [count, k].</summary>
    [AlwaysInterleave]
    Task<float[]> LogitsAsync(ImageBatch batch);

    /// <summary>The gradient to the input of the sum of the given multiples of the logits, row-major [count, input].</summary>
    /// <param name="batch">The images.</param>
    /// <param name="logitGradients">[count, k].</param>
    [AlwaysInterleave]
    Task<float[]> InputGradientsAsync(ImageBatch batch, float[] logitGradients);
}
