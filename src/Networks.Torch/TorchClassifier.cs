using Experiments.Numerics;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>
/// A network on a torch device. Its weights never change; passes and suffixes share them, and they are freed when the last of these is
/// collected: a cache that drops a network does not know who still uses it. Results for an image may differ in the last bits with the batch
/// and the machine.
/// </summary>
internal sealed class TorchClassifier : IClassifier
{
    private readonly TorchGraph _graph;
    private readonly Tensor[][] _parameters;
    private readonly Device _device;

    /// <summary>Uploads the weights.</summary>
    public static TorchClassifier Create(Graph graph, IReadOnlyList<float[][]> values, Device device) =>
        new(new TorchGraph(graph), TorchGraph.Upload(graph, values, device, trained: false), device);

    private TorchClassifier(TorchGraph graph, Tensor[][] parameters, Device device) =>
        (_graph, _parameters, Layers, _device) = (graph, parameters, graph.Graph.Infos, device);

    public TensorShape InputShape => _graph.Graph.InputShape;

    public int ClassCount => _graph.Graph.OutputShape.Length;

    public IReadOnlyList<LayerInfo> Layers { get; }

    public IReadOnlyList<int> Inputs(int layer) => _graph.Graph.Nodes[layer].Inputs;

    public IClassifierPass OpenPass(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new TorchPass(_graph, _parameters, _device, capacity);
    }

    public IClassifier Suffix(int layer)
    {
        var graph = _graph.Graph.From(layer);
        return layer == 0 ? this : new TorchClassifier(new TorchGraph(graph), _parameters[layer..], _device);
    }
}
