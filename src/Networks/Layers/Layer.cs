using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// One layer of a network without its weights: an operation and the activation fused to it. A new kind derives from this and brings a pass
/// that runs it; nothing else knows the kinds.
/// </summary>
public abstract class Layer
{
    private protected Layer(TensorShape inputShape, TensorShape outputShape, Activation activation)
        => (InputShape, OutputShape, Activation) = (inputShape, outputShape, activation);

    public TensorShape InputShape { get; }

    public TensorShape OutputShape { get; }

    /// <summary>Applied to the operation's result; <see cref="Activation.Identity"/> for none.</summary>
    public Activation Activation { get; }

    /// <summary>The operation: <c>linear</c>, <c>conv2d</c>, <c>max-pool</c> …</summary>
    public abstract string Operation { get; }

    /// <summary>The operation and its activation: <c>linear-sigmoid</c>, <c>linear</c>.</summary>
    public string Kind => Operation.Length > 0 && Activation != Activation.Identity
        ? $"{Operation}-{ActivationName}"
        : Operation.Length > 0 ? Operation : ActivationName;

    /// <summary>How many modules of a PyTorch <c>nn.Sequential</c> it is: the operation, and its activation if it has one.</summary>
    public int ModuleCount => Operation.Length > 0 && Activation != Activation.Identity ? 2 : 1;

    /// <summary>The blocks of trained values, in the order of the weight file.</summary>
    public virtual IReadOnlyList<ParameterShape> Parameters => [];

    /// <summary>Multiplications of a forward pass of one image, about: every weight once, unless it is used at several places.</summary>
    public virtual long Multiplications => Parameters.Where(parameter => parameter.IsWeight).Sum(parameter => (long)parameter.Length);

    /// <summary>Whether <see cref="LayerPass.Backward"/> reads x to give the input's gradient where x did not come out of an activation.</summary>
    internal virtual bool BackwardReadsInput => false;

    /// <summary>Whether its input has channels last or first; null where it does not matter, and then its output is in the order of its input.</summary>
    internal virtual bool? WantsChannelsLast => null;

    /// <summary>Whether a training step draws random numbers, so that its outputs differ from the trained network's.</summary>
    internal virtual bool IsRandomInTraining => false;

    /// <summary>Whether the trained network's outputs lie between the smallest and the largest of its inputs.</summary>
    internal virtual bool KeepsRange => false;

    private string ActivationName => Activation.ToString().ToLowerInvariant();

    /// <summary>Prepares weights for passes: to be trained where there are gradients, packed once for all passes where there are none.</summary>
    internal virtual LayerWeights Bind(float[][] values, float[][]? gradients) => new(values, gradients);

    /// <summary>How far the operation, without its activation, can lengthen a change of its input.</summary>
    /// <param name="values">Of the parameter blocks.</param>
    /// <param name="pool">The threads to use; no part of the result.</param>
    internal abstract OperationBound Bound(float[][] values, ComputePool pool);

    /// <summary>The buffers to run up to <paramref name="capacity"/> images.</summary>
    internal abstract LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool);
}

/// <summary>Values of a layer's parameter blocks. Immutable when <see cref="Gradients"/> is null.</summary>
internal class LayerWeights(float[][] values, float[][]? gradients)
{
    public float[][] Values { get; } = values;

    /// <summary>d(loss)/d(values), overwritten by each backward call; null outside training.</summary>
    public float[][]? Gradients { get; } = gradients;
}

/// <summary>
/// Runs one layer. Gradients travel as d(loss)/d(z), where z is a layer's result before its activation, so that an activation's derivative can
/// be multiplied in while a product is still in registers.
/// </summary>
internal abstract class LayerPass
{
    /// <summary>y = activation(operation(x)).</summary>
    /// <param name="x">[n, input].</param>
    /// <param name="n">Images.</param>
    /// <param name="y">[n, output].</param>
    /// <param name="batch">Which training images these are; null outside training.</param>
    public abstract void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch);

    /// <summary>
    /// The gradient to the layer before, and to the parameters where the weights have gradients. May use what the last forward call kept.
    /// </summary>
    /// <param name="x">[n, input], as in the forward call.</param>
    /// <param name="n">Images.</param>
    /// <param name="gz">[n, output], d(loss)/d(operation(x)).</param>
    /// <param name="behind">The activation that x came out of.</param>
    /// <param name="gx">[n, input], overwritten with d(loss)/d(what <paramref name="behind"/> was applied to); empty if not wanted.</param>
    public abstract void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx);
}

/// <summary>The images of a training step, for layers with random numbers of their own.</summary>
internal sealed class TrainingBatch
{
    public required ulong Seed { get; init; }

    /// <summary>Counted from 0 within the stage.</summary>
    public int Epoch { get; set; }

    /// <summary>Position in the training set of each image of the step.</summary>
    public ReadOnlyMemory<int> Images { get; set; }

    /// <summary>Images in the training set.</summary>
    public required int ImageCount { get; init; }
}
