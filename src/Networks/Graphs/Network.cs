using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A network on the CPU backend. Its weights never change; passes and suffixes share them. Results for an image are the same bits
/// whatever the batch and the number of threads.</summary>
public sealed class Network : IClassifier
{
    private readonly Graph _graph;
    private readonly LayerWeights[] _weights;
    private readonly ComputeThreads _threads;
    private readonly string? _architecture;

    private Network(Graph graph, LayerWeights[] weights, ComputeThreads threads, string description, string? architecture)
    {
        (_graph, _weights, _threads, _architecture, Description) = (graph, weights, threads, architecture, description);
        Layers = graph.Infos;
    }

    public TensorShape InputShape => _graph.InputShape;

    public int ClassCount => _graph.OutputShape.Length;

    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>Layer widths and activation, for people: <c>784-100-100-10 sigmoid</c>.</summary>
    public string Description { get; }

    /// <summary>Number of trained weights and biases.</summary>
    public long ParameterCount =>
        _graph.Parameters.Where(parameter => parameter.Shape.IsTrained).Sum(parameter => (long)parameter.Shape.Length);

    /// <summary>Every block of values by its name in the weight file, trained ones and buffers: <c>0.weight</c>, <c>0.bias</c> …</summary>
    public IEnumerable<NetworkParameter> Parameters =>
        _graph.Parameters.Select(p => new NetworkParameter(p.Name, p.Shape.Shape, _weights[p.Node].Values[p.Block]));

    /// <summary>Makes a network of values, which it takes over.</summary>
    /// <param name="graph">The nodes.</param>
    /// <param name="values">Blocks of each node. Nobody may change them, or the network is right until somebody does, and to be dropped
    /// then.</param>
    /// <param name="threads">The threads to use.</param>
    /// <param name="description">For people.</param>
    /// <param name="architecture">What the weight file says that it is; null for nothing.</param>
    internal static Network Create(
        Graph graph, IReadOnlyList<float[][]> values, ComputeThreads threads, string description, string? architecture = null) =>
        new(graph, graph.Bind(values, gradients: null), threads, description, architecture);

    public IReadOnlyList<int> Inputs(int layer) => _graph.Nodes[layer].Inputs;

    public IClassifierPass OpenPass(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new NetworkPass(_graph, _weights, capacity, _threads);
    }

    public IClassifier Suffix(int layer)
    {
        var graph = _graph.From(layer);
        return layer == 0 ? this : new Network(graph, _weights[layer..], _threads, $"{Description} from layer {layer}", architecture: null);
    }

    /// <summary>How far each layer can lengthen a change of its input, from the input to the logits; the last one's cumulative bound is the
    /// network's.</summary>
    /// <param name="cancellationToken">Looked at between layers.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<LayerBound> Bounds(CancellationToken cancellationToken)
    {
        var bounds = new LayerBound[_weights.Length];
        for (var i = 0; i < bounds.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (layer, inputs) = (_graph.Nodes[i].Layer, _graph.Nodes[i].Inputs);
            bounds[i] = new LayerBound
            {
                Layer = Layers[i],
                Operation = layer.Bound(_weights[i].Values, _threads),
                Activation = layer.Activation == Activation.Sigmoid ? 0.25 : 1,
                Arriving = inputs.Sum(value => value == Graph.Input ? 1 : bounds[value].Cumulative),
            };
        }

        return bounds;
    }

    /// <summary>Writes weights and buffers as safetensors, which PyTorch and others read; the same bytes for the same values.</summary>
    /// <param name="stream">Written from its position on.</param>
    public void Save(Stream stream) => NetworkFile.Write(this, _architecture, stream);
}

/// <summary>A block of values.</summary>
/// <param name="Name">In the weight file: <c>0.weight</c>.</param>
/// <param name="Shape">As PyTorch shapes it: [out, in] for a linear layer.</param>
/// <param name="Values">Row-major.</param>
public sealed record NetworkParameter(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
