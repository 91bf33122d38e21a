
using Experiments.Pipeline.Cluster;

namespace Experiments.Grains;

/// <summary>One network on one silo with the wanted device; its key is the training job's, and its training runs where it is.</summary>
[Alias("experiments.model")]
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Begins the training job; returns at once.</summary>
    [Alias("train")]
    Task<JobAnswer> TrainAsync(JobTicket ticket);
}
