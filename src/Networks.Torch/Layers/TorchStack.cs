using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>Layers run one after the other on tensors. Knows no weights.</summary>
internal sealed class TorchStack
{
    private readonly Layer[] _layers;
    private readonly LayerOperation[] _operations;

    /// <exception cref="ArgumentException">A layer is of a kind that torch does not compute.</exception>
    public TorchStack(IReadOnlyList<Layer> layers)
    {
        if (TorchLayers.Check(layers) is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(Environment.NewLine, errors));

        _layers = [.. layers];
        _operations = [.. layers.Select(TorchLayers.Open)];
    }

    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The output of every layer, and the last one's result before its activation.</summary>
    /// <param name="x">[n, input].</param>
    /// <param name="parameters">Of each layer.</param>
    /// <param name="batch">Which training images these are; null outside training.</param>
    public StackOutput Forward(Tensor x, IReadOnlyList<IReadOnlyList<Tensor>> parameters, TrainingBatch? batch)
    {
        var outputs = new Tensor[_layers.Length];
        var z = x;
        for (var i = 0; i < outputs.Length; i++)
        {
            var shape = _layers[i].InputShape;
            z = _operations[i](x.reshape(x.shape[0], shape.Channels, shape.Height, shape.Width), parameters[i], batch);
            x = outputs[i] = TorchLayers.Activate(_layers[i].Activation, z);
        }

        return new StackOutput(outputs, z);
    }

    /// <summary>Tensors of parameter blocks, which belong to no scope: whoever keeps them disposes them.</summary>
    public static Tensor[][] Upload(IReadOnlyList<Layer> layers, IReadOnlyList<float[][]> values, Device device, bool trained)
    {
        using var scope = NewDisposeScope();
        return [.. layers.Select((layer, i) => layer.Parameters.Select((shape, p) => HostMemory
            .Upload(values[i][p], [.. shape.Shape.Select(extent => (long)extent)], device)
            .requires_grad_(trained)
            .DetachFromDisposeScope()).ToArray())];
    }
}

/// <param name="Outputs">Of every layer.</param>
/// <param name="LastResult">The last layer's result before its activation.</param>
internal readonly record struct StackOutput(Tensor[] Outputs, Tensor LastResult)
{
    public Tensor Last => Outputs[^1];
}
