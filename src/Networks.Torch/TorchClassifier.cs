using Experiments.Numerics;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>
/// A network on a torch device. Its weights never change; passes and suffixes share them, and they are freed when the last of these is collected: a
/// cache that drops a network does not know who still uses it. Results for an image may differ in the last bits with the batch and the machine.
/// </summary>
internal sealed class TorchClassifier : IClassifier
{
    private readonly TorchStack _stack;
    private readonly Tensor[][] _parameters;
    private readonly Device _device;

    /// <summary>Uploads the weights.</summary>
    public static TorchClassifier Create(IReadOnlyList<Layer> layers, IReadOnlyList<float[][]> values, IReadOnlyList<LayerInfo> infos, Device device)
        => new(new TorchStack(layers), TorchStack.Upload(layers, values, device, trained: false), infos, device);

    private TorchClassifier(TorchStack stack, Tensor[][] parameters, IReadOnlyList<LayerInfo> infos, Device device)
        => (_stack, _parameters, Layers, _device) = (stack, parameters, infos, device);

    public TensorShape InputShape => _stack.Layers[0].InputShape;

    public int ClassCount => _stack.Layers[^1].OutputShape.Length;

    public IReadOnlyList<LayerInfo> Layers { get; }

    public IClassifierPass OpenPass(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new TorchPass(_stack, _parameters, _device, capacity);
    }

    public IClassifier Suffix(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers.Count);
        return layer == 0
            ? this
            : new TorchClassifier(new TorchStack([.. _stack.Layers.Skip(layer)]), _parameters[layer..], [.. Layers.Skip(layer)], _device);
    }
}
