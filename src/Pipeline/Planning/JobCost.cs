using Experiments.Networks;

namespace Experiments.Pipeline;

/// <summary>
/// Rough costs of jobs in forward passes of one weight, for the order of jobs only. A wrong one costs time, never a result.
/// </summary>
internal static class JobCost
{
    /// <summary>A training step is a forward pass and two backward products.</summary>
    private const double PassesPerStep = 3;

    /// <summary>An optimiser's gradients per image, each a forward and a backward pass.</summary>
    private const double PassesPerAttack = 2 * 150;

    /// <summary>A step with a pool: the step itself, one as long for the examples, and new examples.</summary>
    private const double PoolsFactor = 3;

    /// <summary>Reading, copying and counting an image, in weights.</summary>
    private const double Handling = 2000;

    /// <summary>Reading a few rows, in weights.</summary>
    internal const double Claim = Handling;

    /// <summary>One image through a network.</summary>
    internal static double PerImage(long parameters) => parameters + Handling;

    /// <summary>All stages of a training, as long as they may last.</summary>
    internal static double Train(TrainSettings settings, double work) =>
        PassesPerStep * work * settings.Data.Count * Stages(settings).Sum(t => (double)t.Epochs) * (settings.AdversarialPools is null ? 1 : PoolsFactor);

    /// <summary>One shard; work is 0 for one made without a source.</summary>
    internal static double Craft(int images, double work) => images * (Handling + PassesPerAttack * work);

    /// <summary>The training itself and those that the architecture's options bring, whatever they are called.</summary>
    private static IEnumerable<TrainingOptions> Stages(TrainSettings settings) =>
        OptionsType.Of(settings.Architecture.GetType()).Members
            .Select(m => m.Property.GetValue(settings.Architecture))
            .OfType<TrainingOptions>()
            .Prepend(settings.Training);
}
