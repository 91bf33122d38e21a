using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A kind of node without its weights: an operation on one or more values and the activation fused to it. A new kind derives from
/// this and brings a pass that runs it; nothing else knows the kinds.</summary>
internal abstract class Layer
{
    /// <summary>A kind that reads one value.</summary>
    protected Layer(TensorShape inputShape, TensorShape outputShape, Activation activation)
        : this([inputShape], outputShape, activation)
    {
    }

    /// <summary>A kind that reads as many values as there are shapes.</summary>
    protected Layer(IReadOnlyList<TensorShape> inputShapes, TensorShape outputShape, Activation activation) =>
        (InputShapes, OutputShape, Activation) = (inputShapes, outputShape, activation);

    /// <summary>Of each value that it reads, at least one.</summary>
    public IReadOnlyList<TensorShape> InputShapes { get; }

    /// <summary>Of the first value that it reads.</summary>
    public TensorShape InputShape => InputShapes[0];

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

    /// <summary>The blocks of values that a weight file has, in its order: trained ones and buffers.</summary>
    public virtual IReadOnlyList<ParameterShape> Parameters => [];

    /// <summary>Multiplications of a forward pass of one image, about: every weight once, unless it is used at several places.</summary>
    public virtual long Multiplications => Parameters.Where(parameter => parameter.IsWeight).Sum(parameter => (long)parameter.Length);

    /// <summary>Whether it has weights, which are initialised at random and decayed.</summary>
    public bool HasWeights => Parameters.Any(parameter => parameter.IsWeight);

    /// <summary>Whether <see cref="LayerPass.InputGradient"/> reads the inputs also where they did not come out of an activation.</summary>
    public virtual bool BackwardReadsInput => false;

    /// <summary>Whether its inputs have channels last or first; null where it does not matter, and then its output is in the order of its
    /// inputs.</summary>
    public virtual bool? WantsChannelsLast => null;

    /// <summary>Whether a training step draws random numbers, so that its outputs differ from the trained network's.</summary>
    public virtual bool IsRandomInTraining => false;

    /// <summary>Whether the trained network's outputs lie between the smallest and the largest of its inputs.</summary>
    public virtual bool KeepsRange => false;

    private string ActivationName => Activation.ToString().ToLowerInvariant();

    /// <summary>Prepares values for passes: to be trained where there are gradients, packed once for all passes where there are
    /// none.</summary>
    public virtual LayerWeights Bind(float[][] values, float[][]? gradients) => new(values, gradients);

    /// <summary>How far the operation, without its activation, can lengthen a change of one of its inputs; changes of several add
    /// up.</summary>
    /// <param name="values">Of the parameter blocks.</param>
    /// <param name="threads">The threads to use; no part of the result.</param>
    public abstract OperationBound Bound(float[][] values, ComputeThreads threads);

    /// <summary>The buffers to run up to <paramref name="capacity"/> images.</summary>
    public abstract LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads);
}

/// <summary>Values of a layer's parameter blocks. Immutable when <see cref="Gradients"/> is null.</summary>
internal class LayerWeights(float[][] values, float[][]? gradients)
{
    public float[][] Values { get; } = values;

    /// <summary>d(loss)/d(values), overwritten by each backward call, empty for buffers; null outside training.</summary>
    public float[][]? Gradients { get; } = gradients;
}
