using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Plans;

/// <summary>Rough costs of jobs in multiplications, for the order of jobs and, with the rates that jobs of the same kind were measured at,
/// for estimates of their time. A wrong one costs time, never a result.</summary>
internal static class JobCost
{
    /// <summary>A training step is a forward pass and two backward products.</summary>
    private const double PassesPerStep = 3;

    /// <summary>A gradient of the input is a forward and a backward pass.</summary>
    private const double PassesPerGradient = 2;

    /// <summary>A step with a pool: the step itself, one as long for the examples, and new examples.</summary>
    private const double PoolsFactor = 3;

    /// <summary>Reading, copying and counting an image, in multiplications.</summary>
    private const double Handling = 2000;

    /// <summary>Reading a few rows, in multiplications.</summary>
    internal const double Claim = Handling;

    /// <summary>One image through a network.</summary>
    internal static double PerImage(long multiplications) => multiplications + Handling;

    /// <summary>All stages of a training, as long as they may last.</summary>
    internal static double Train(TrainSettings settings, double work) =>
        PassesPerStep * work * settings.Data.Count * settings.Stages().Sum(t => (double)t.Epochs)
            * (settings.AdversarialPools is null ? 1 : PoolsFactor);

    /// <summary>One shard; work is 0 for one made without a source.</summary>
    internal static double Craft(int images, double gradients, double work) => images * (Handling + PassesPerGradient * gradients * work);
}
