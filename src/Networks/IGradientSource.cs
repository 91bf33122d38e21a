using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>What attacks see of a network, or of several that act as one: logits of images and the gradients of losses of these. Immutable
/// and safe for any number of threads; each thread works through a pass of its own.</summary>
public interface IGradientSource
{
    /// <summary>Shape of one image; pixels in [0, 1] unless this is a suffix of a network, whose inputs are activations.</summary>
    TensorShape InputShape { get; }

    /// <summary>Number of classes k.</summary>
    int ClassCount { get; }

    /// <summary>Makes the buffers to run up to <paramref name="capacity"/> images at a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    IGradientPass OpenPass(int capacity);
}

/// <summary>Runs images through a gradient source. The result for an image does not depend on the other images of the batch, on its place
/// in it or on the batch's size. Not safe for several threads at once.</summary>
public interface IGradientPass : IDisposable
{
    /// <summary>The most images in one call.</summary>
    int Capacity { get; }

    /// <summary>Computes the logits of <paramref name="n"/> images and keeps what the backward call needs.</summary>
    /// <param name="x">[n, input length].</param>
    /// <param name="n">1 to <see cref="Capacity"/>.</param>
    /// <param name="logits">[n, k]; not probabilities.</param>
    void Forward(ReadOnlySpan<float> x, int n, Span<float> logits);

    /// <summary>The vector-Jacobian product of the last <see cref="Forward"/>: d(loss)/d(x) for any loss whose gradient with respect to the
    /// logits is given. Dropout is off, as in <see cref="Forward"/>.</summary>
    /// <param name="logitGradient">[n, k], d(loss)/d(logits) per image; n as in the last forward call.</param>
    /// <param name="inputGradient">[n, input length], overwritten.</param>
    /// <exception cref="InvalidOperationException">There was no forward call.</exception>
    void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient);
}
