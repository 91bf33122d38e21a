namespace Experiments.Networks;

/// <summary>What makes adversarial examples for a network in training. What it makes of an input depends on the input, its label and serial
/// number, the seed and the classifier only.</summary>
public interface IAdversary
{
    /// <summary>Perturbs inputs so that a classifier misreads them.</summary>
    /// <param name="classifier">The network in training from some layer on, as it stands. Its weights change after the call, so nothing of
    /// it may be kept.</param>
    /// <param name="clean">The inputs to perturb.</param>
    /// <returns>[n, m, input length] in [0, 1]: m of each clean input, at least 1, in the order of the clean ones.</returns>
    ReadOnlyMemory<float> Perturb(IClassifier classifier, CleanExamples clean);
}

/// <summary>Inputs of a layer, from clean training images.</summary>
public sealed record CleanExamples
{
    /// <summary>[n, input length], values in [0, 1].</summary>
    public required ReadOnlyMemory<float> X { get; init; }

    /// <summary>The true classes, [n].</summary>
    public required ReadOnlyMemory<int> Labels { get; init; }

    /// <summary>Counted over all examples that were made for the pool, [n]: what random numbers are keyed by, so that an image that comes
    /// up again is perturbed anew.</summary>
    public required ReadOnlyMemory<int> Serials { get; init; }

    /// <summary>The pool's own; every random choice follows from it and the serial number.</summary>
    public required ulong Seed { get; init; }
}
