using System.Globalization;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Adds nodes one after the other.</summary>
/// <param name="inputShape">Of one image.</param>
internal sealed class GraphBuilder(TensorShape inputShape)
{
    private readonly List<Node> _nodes = [];
    private int _module;

    /// <summary>How many nodes there are.</summary>
    public int Count => _nodes.Count;

    /// <summary>The value that was added last; the network's input before the first node.</summary>
    public int Last => _nodes.Count - 1;

    /// <summary>Shape of the value that was added last.</summary>
    public TensorShape Shape => _nodes.Count == 0 ? inputShape : _nodes[^1].Layer.OutputShape;

    /// <summary>Adds a layer under the place that it has in an <c>nn.Sequential</c> of the same modules.</summary>
    /// <param name="layer">The kind of node.</param>
    /// <param name="inputs">What it reads; none for the value that was added last.</param>
    /// <returns>The layer's output.</returns>
    public int Add(Layer layer, params ReadOnlySpan<int> inputs)
    {
        var name = _module.ToString(CultureInfo.InvariantCulture);
        _module += layer.ModuleCount;
        return Add(name, layer, inputs);
    }

    /// <summary>Adds a layer under a name of its own.</summary>
    /// <param name="name">Of the node in weight files.</param>
    /// <param name="layer">The kind of node.</param>
    /// <param name="inputs">What it reads; none for the value that was added last.</param>
    /// <returns>The layer's output.</returns>
    public int Add(string name, Layer layer, params ReadOnlySpan<int> inputs)
    {
        _nodes.Add(new Node(name, layer, inputs.IsEmpty ? [Last] : inputs.ToArray()));
        return Last;
    }

    /// <exception cref="ArgumentException">The nodes do not fit.</exception>
    public Graph Build() => new(inputShape, _nodes);
}
