using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>What a stage without labels adds to its loss for the outputs of its last encoding layer. A new one derives from this.</summary>
internal abstract record ActivationPenalty
{
    /// <summary>The penalty with its buffers.</summary>
    /// <param name="layer">Index of the penalised node.</param>
    /// <param name="output">Shape of the layer's output.</param>
    /// <param name="capacity">The most images at a time.</param>
    /// <param name="threads">The threads to use.</param>
    public abstract HiddenPenalty Open(int layer, TensorShape output, int capacity, ComputeThreads threads);
}

/// <summary>A penalty on the output of one node of a graph: a mean over the images of a batch.</summary>
/// <param name="layer">Index of the node.</param>
internal abstract class HiddenPenalty(int layer)
{
    public int Layer => layer;

    /// <summary>The penalty of the last batch that <see cref="AddGradient"/> saw.</summary>
    public double Loss { get; protected set; }

    /// <summary>gz += d(penalty)/d(z) for outputs y = activation(z) of a batch, as they lie in memory.</summary>
    /// <param name="y">[n, units].</param>
    /// <param name="n">Images.</param>
    /// <param name="activation">What y came out of.</param>
    /// <param name="gz">[n, units].</param>
    public abstract void AddGradient(ReadOnlySpan<float> y, int n, Activation activation, Span<float> gz);
}
