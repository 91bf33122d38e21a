using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Runs one layer. Gradients travel as d(loss)/d(z), where z is a layer's result before its activation, so that an activation's
/// derivative can be multiplied in while a product is still in registers.</summary>
internal abstract class LayerPass
{
    /// <summary>y = activation(operation(x)).</summary>
    /// <param name="x">The values that the layer reads.</param>
    /// <param name="n">Images.</param>
    /// <param name="y">[n, output].</param>
    /// <param name="batch">Which training images these are; null outside training.</param>
    public abstract void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch);

    /// <summary>The gradients of the trained blocks. In training it comes before <see cref="InputGradient"/>; both may use what the last
    /// forward call kept.</summary>
    /// <param name="x">As in the forward call.</param>
    /// <param name="n">Images.</param>
    /// <param name="gz">[n, output], d(loss)/d(operation(x)).</param>
    /// <param name="gradients">d(loss)/d(values) of each block, overwritten; empty for buffers.</param>
    public virtual void ParameterGradients(LayerInputs x, int n, ReadOnlySpan<float> gz, float[][] gradients)
    {
    }

    /// <summary>The gradient to one of the values that the layer reads.</summary>
    /// <param name="x">As in the forward call.</param>
    /// <param name="n">Images.</param>
    /// <param name="gz">[n, output], d(loss)/d(operation(x)).</param>
    /// <param name="input">Which of the layer's inputs.</param>
    /// <param name="behind">The activation that this input came out of.</param>
    /// <param name="gx">[n, input], overwritten with d(loss)/d(what <paramref name="behind"/> was applied to).</param>
    public abstract void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx);

    /// <summary>What a kernel does on its way out to multiply in the derivative of <paramref name="behind"/>, whose outputs are
    /// x.</summary>
    protected static Epilogue Behind(Activation behind, ReadOnlySpan<float> x) =>
        behind == Activation.Identity ? Epilogue.None : Epilogue.TimesDerivative(behind, x);
}

/// <summary>The values that a layer reads, of a batch.</summary>
/// <param name="lengths">Of each value for one image.</param>
/// <param name="values">Each value's buffer; null for the network's input.</param>
/// <param name="networkInput">[n, input of the network]; may be empty on the way back where no layer reads it.</param>
/// <param name="n">Images.</param>
internal readonly ref struct LayerInputs(
    int[] lengths, float[]?[] values, ReadOnlySpan<float> networkInput, int n)
{
    private readonly ReadOnlySpan<float> _networkInput = networkInput;

    public int Count => values.Length;

    /// <summary>[n, length] of one of them.</summary>
    public ReadOnlySpan<float> this[int input] =>
        values[input] is { } value ? value.AsSpan(0, n * lengths[input]) : _networkInput;
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
