using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>One layer's operation on tensors, without the activation fused to it: each x is [n, channels, height, width] of one of the
/// layer's inputs, the result has any shape with the layer's output in it, channels first.</summary>
/// <param name="x">The inputs.</param>
/// <param name="parameters">The layer's blocks in their order; an operation in training keeps buffers up to date itself.</param>
/// <param name="batch">Which training images these are; null outside training.</param>
internal delegate Tensor LayerOperation(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> parameters, TrainingBatch? batch);

/// <summary>How one kind of layer is computed.</summary>
internal abstract class TorchLayer
{
    /// <summary>The kind of layer.</summary>
    public abstract Type Type { get; }

    /// <summary>The operation of one layer.</summary>
    public abstract LayerOperation Open(Layer layer);
}

/// <inheritdoc/>
internal sealed class TorchLayer<TLayer>(Func<TLayer, LayerOperation> open) : TorchLayer
    where TLayer : Layer
{
    public override Type Type => typeof(TLayer);

    public override LayerOperation Open(Layer layer) => open((TLayer)layer);
}
