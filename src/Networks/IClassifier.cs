namespace Experiments.Networks;

/// <summary>
/// A trained network as attacks and reports see it, whatever computes it. Immutable and safe for any number of threads; each thread works
/// through a pass of its own.
/// </summary>
public interface IClassifier
{
    /// <summary>Shape of one image; pixels in [0, 1] unless this is a suffix of a network, whose inputs are activations.</summary>
    TensorShape InputShape { get; }

    /// <summary>Number of classes k.</summary>
    int ClassCount { get; }

    /// <summary>The layers from the input to the logits.</summary>
    IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>Makes the buffers to run up to <paramref name="capacity"/> images at a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    IClassifierPass OpenPass(int capacity);

    /// <summary>
    /// The network from layer <paramref name="layer"/> on as a classifier of its own; its input is the output of layer
    /// <paramref name="layer"/> - 1. Shares the weights. <c>Suffix(0)</c> is this network.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The layer is below 0 or above the last.</exception>
    IClassifier Suffix(int layer);
}

/// <summary>
/// Runs images through a classifier. The result for an image does not depend on the other images of the batch, on its place in it or on the
/// batch's size. Not safe for several threads at once.
/// </summary>
public interface IClassifierPass : IDisposable
{
    /// <summary>The most images in one call.</summary>
    int Capacity { get; }

    /// <summary>Computes the logits of <paramref name="n"/> images and keeps what the backward call needs.</summary>
    /// <param name="x">[n, input length].</param>
    /// <param name="n">1 to <see cref="Capacity"/>.</param>
    /// <param name="logits">[n, k]; not probabilities.</param>
    void Forward(ReadOnlySpan<float> x, int n, Span<float> logits);

    /// <summary>
    /// The vector-Jacobian product of the last <see cref="Forward"/>: d(loss)/d(x) for any loss whose gradient with respect to the logits is
    /// given. Dropout is off, as in <see cref="Forward"/>.
    /// </summary>
    /// <param name="logitGradient">[n, k], d(loss)/d(logits) per image; n as in the last forward call.</param>
    /// <param name="inputGradient">[n, input length], overwritten.</param>
    /// <exception cref="InvalidOperationException">There was no forward call.</exception>
    void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient);

    /// <summary>The output of one layer in the last <see cref="Forward"/>: [n, layer output length].</summary>
    /// <exception cref="InvalidOperationException">There was no forward call.</exception>
    ReadOnlySpan<float> Activations(int layer);
}

/// <summary>What a layer of a classifier is.</summary>
/// <param name="Name">As in the weight file: <c>0</c>, <c>features.3</c>.</param>
/// <param name="Kind"><c>linear</c>, <c>sigmoid</c>, <c>conv2d</c>, <c>max-pool</c> …</param>
/// <param name="OutputShape">Shape of its output for one image.</param>
public sealed record LayerInfo(string Name, string Kind, TensorShape OutputShape);
