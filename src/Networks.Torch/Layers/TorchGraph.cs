using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>A graph run node by node on tensors. Knows no weights.</summary>
internal sealed class TorchGraph
{
    private readonly LayerOperation[] _operations;

    /// <exception cref="ArgumentException">A node is of a kind that torch does not compute.</exception>
    public TorchGraph(Graph graph)
    {
        if (TorchLayers.Check([.. graph.Nodes.Select(node => node.Layer)]) is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, errors));
        }

        Graph = graph;
        _operations = [.. graph.Nodes.Select(node => TorchLayers.Open(node.Layer))];
    }

    public Graph Graph { get; }

    /// <summary>The output of every node, and the last one's result before its activation.</summary>
    /// <param name="x">[n, input].</param>
    /// <param name="parameters">Of each node.</param>
    /// <param name="batch">Which training images these are; null outside training.</param>
    public GraphOutput Forward(Tensor x, IReadOnlyList<IReadOnlyList<Tensor>> parameters, TrainingBatch? batch)
    {
        var outputs = new Tensor[_operations.Length];
        var z = x;
        for (var i = 0; i < outputs.Length; i++)
        {
            var (layer, read) = (Graph.Nodes[i].Layer, Graph.Nodes[i].Inputs);
            var inputs = new Tensor[read.Count];
            for (var k = 0; k < inputs.Length; k++)
            {
                var (value, shape) = (read[k] == Graph.Input ? x : outputs[read[k]], layer.InputShapes[k]);
                inputs[k] = value.reshape(x.shape[0], shape.Channels, shape.Height, shape.Width);
            }

            z = _operations[i](inputs, parameters[i], batch);
            outputs[i] = TorchLayers.Activate(layer.Activation, z);
        }

        return new GraphOutput(outputs, z);
    }

    /// <summary>Tensors of all blocks, which belong to no scope: whoever keeps them disposes them.</summary>
    /// <param name="graph">The nodes.</param>
    /// <param name="values">Blocks of each node.</param>
    /// <param name="device">Where the tensors lie.</param>
    /// <param name="trained">Whether gradients are wanted; buffers have none.</param>
    public static Tensor[][] Upload(Graph graph, IReadOnlyList<float[][]> values, Device device, bool trained)
    {
        using var scope = NewDisposeScope();
        return [.. graph.Nodes.Select((node, i) => node.Layer.Parameters.Select((shape, p) => HostMemory
            .Upload(values[i][p], [.. shape.Shape.Select(extent => (long)extent)], device)
            .requires_grad_(trained && shape.IsTrained)
            .DetachFromDisposeScope()).ToArray())];
    }
}

/// <param name="Outputs">Of every node.</param>
/// <param name="LastResult">The last node's result before its activation.</param>
internal readonly record struct GraphOutput(Tensor[] Outputs, Tensor LastResult)
{
    public Tensor Last => Outputs[^1];
}
