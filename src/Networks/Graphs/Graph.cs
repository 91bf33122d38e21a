using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A network without its weights: nodes in topological order, each a layer that reads outputs of earlier nodes or the network's
/// input. A value is named by the index of its node. The last node's output is the network's.</summary>
internal sealed class Graph
{
    /// <summary>The network's input as a value.</summary>
    public const int Input = -1;

    private readonly Reader[][] _readers;
    private readonly bool[] _channelsLast;
    private readonly bool[] _isCut;

    /// <param name="inputShape">Of one image.</param>
    /// <param name="nodes">At least one.</param>
    /// <exception cref="ArgumentException">Two nodes have one name, a node reads what is not there or has another shape, nobody reads a
    /// node, or the channels of a value would have to be in two orders.</exception>
    public Graph(TensorShape inputShape, IReadOnlyList<Node> nodes)
    {
        if (nodes.Count == 0)
        {
            throw new ArgumentException("a network has no layers; it must have at least one.", nameof(nodes));
        }

        if (nodes.GroupBy(node => node.Name).FirstOrDefault(same => same.Count() > 1) is { } twins)
        {
            throw new ArgumentException($"{twins.Key} is the name of {twins.Count()} layers; it must be the name of one.");
        }

        (InputShape, Nodes) = (inputShape, nodes);
        _readers = ReadersOf(nodes);
        CheckFit();
        _channelsLast = Orders();
        _isCut = Cuts();
    }

    public TensorShape InputShape { get; }

    public IReadOnlyList<Node> Nodes { get; }

    public TensorShape OutputShape => Nodes[^1].Layer.OutputShape;

    /// <summary>What the nodes are, for people.</summary>
    public IReadOnlyList<LayerInfo> Infos => [.. Nodes.Select(node => new LayerInfo(node.Name, node.Layer.Kind, node.Layer.OutputShape))];

    /// <summary>All blocks of values, in the order of the nodes.</summary>
    public IEnumerable<GraphParameter> Parameters =>
        Nodes.SelectMany(
            (node, i) => node.Layer.Parameters.Select((shape, p) => new GraphParameter(i, p, $"{node.Name}.{shape.Name}", shape)));

    /// <summary>A chain: each layer reads the one before. Named by their places in an <c>nn.Sequential</c>.</summary>
    public static Graph Chain(params IReadOnlyList<Layer> layers)
    {
        var builder = new GraphBuilder(layers[0].InputShape);
        foreach (var layer in layers)
        {
            builder.Add(layer);
        }

        return builder.Build();
    }

    /// <summary>Who reads a value, in node order.</summary>
    public IReadOnlyList<Reader> Readers(int value) => _readers[value + 1];

    /// <summary>Whether a value lies in memory with channels last while the CPU backend computes.</summary>
    public bool HasChannelsLast(int value) => _channelsLast[value + 1];

    /// <summary>Whether every path from the input to the output crosses a value, so that the nodes after it need nothing else.</summary>
    public bool IsCut(int value) => _isCut[value + 1];

    /// <summary>The nodes from <paramref name="first"/> on as a network of their own, whose input is the output of the node
    /// before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="ArgumentException">The nodes from there on read other values besides.</exception>
    public Graph From(int first)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(first, Nodes.Count);
        return first == 0 ? this : Slice(first, Nodes.Count - first);
    }

    /// <summary>Some nodes in a row as a network of their own; the nodes after them read their last one only.</summary>
    /// <exception cref="ArgumentException">Other values lead into them or out of them.</exception>
    public Graph Slice(int first, int count)
    {
        RequireCut(first);
        if (first + count < Nodes.Count)
        {
            RequireCut(first + count);
        }

        return new Graph(
            ShapeOf(first - 1),
            [.. Nodes.Skip(first).Take(count).Select(node => node with { Inputs = [.. node.Inputs.Select(v => v - first)] })]);
    }

    /// <summary>This network and, after its output, a chain of layers.</summary>
    public Graph Then(IReadOnlyList<Layer> layers) =>
        new(InputShape, [.. Nodes, .. layers.Select((layer, i) => new Node($"then.{i}", layer, [Nodes.Count - 1 + i]))]);

    /// <summary>Prepares values of all nodes for passes.</summary>
    /// <param name="values">Blocks of each node.</param>
    /// <param name="gradients">As many; null for values that do not change.</param>
    public LayerWeights[] Bind(IReadOnlyList<float[][]> values, IReadOnlyList<float[][]>? gradients) =>
        [.. Nodes.Select((node, i) => node.Layer.Bind(values[i], gradients?[i]))];

    private static Reader[][] ReadersOf(IReadOnlyList<Node> nodes)
    {
        var readers = Enumerable.Range(0, nodes.Count + 1).Select(_ => new List<Reader>()).ToArray();
        for (var i = 0; i < nodes.Count; i++)
        {
            var (layer, inputs) = (nodes[i].Layer, nodes[i].Inputs);
            if (inputs.Count != layer.InputShapes.Count)
            {
                throw new ArgumentException($"layer {i} ({layer.Kind}) has {inputs.Count} inputs; it must have {layer.InputShapes.Count}.");
            }

            for (var k = 0; k < inputs.Count; k++)
            {
                if (inputs[k] < Input || inputs[k] >= i)
                {
                    throw new ArgumentException(
                        $"layer {i} ({layer.Kind}) reads layer {inputs[k]}; it must read the network's input "
                            + $"({Input}) or a layer before it.");
                }

                readers[inputs[k] + 1].Add(new Reader(i, k));
            }
        }

        return [.. readers.Select(list => list.ToArray())];
    }

    private TensorShape ShapeOf(int value) => value == Input ? InputShape : Nodes[value].Layer.OutputShape;

    /// <summary>A mistake in an architecture must not become a network that computes something else.</summary>
    private void CheckFit()
    {
        for (var value = Input; value < Nodes.Count; value++)
        {
            var shape = ShapeOf(value);
            foreach (var (i, input) in Readers(value))
            {
                var layer = Nodes[i].Layer;
                if (layer.InputShapes[input].Length != shape.Length)
                {
                    throw new ArgumentException(
                        $"layer {i} ({layer.Kind}) has input {layer.InputShapes[input]}; it must be the output of "
                            + $"the layer before, {shape}.");
                }
            }

            if (Readers(value).Count == 0 && value < Nodes.Count - 1)
            {
                throw new ArgumentException(
                    $"nothing reads {(value == Input ? "the network's input" : $"layer {value} ({Nodes[value].Layer.Kind})")}; all but the "
                        + "last layer must be read.");
            }
        }
    }

    /// <summary>Of each value from the input on, whether channels are last: the input's as the first layer that is particular about it
    /// wants it, the others' as the layers leave them.</summary>
    private bool[] Orders()
    {
        var wanted = new bool?[Nodes.Count + 1];
        for (var value = Nodes.Count - 1; value >= Input; value--)
        {
            wanted[value + 1] = Readers(value).Select(reader => Nodes[reader.Node].Layer.WantsChannelsLast ?? wanted[reader.Node + 1])
                .FirstOrDefault(wants => wants is not null);
        }

        var last = new bool[Nodes.Count + 1];
        last[0] = wanted[0] == true && ChannelOrder.Matters(InputShape);
        for (var i = 0; i < Nodes.Count; i++)
        {
            var (layer, inputs) = (Nodes[i].Layer, Nodes[i].Inputs);
            last[i + 1] = ChannelOrder.Matters(layer.OutputShape) && (layer.WantsChannelsLast ?? last[inputs[0] + 1]);
            for (var k = 0; k < inputs.Count; k++)
            {
                if (last[inputs[k] + 1] != (ChannelOrder.Matters(layer.InputShapes[k]) && (layer.WantsChannelsLast ?? last[i + 1])))
                {
                    var before = inputs[k] == Input ? "the network's input" : Nodes[inputs[k]].Layer.Kind;
                    throw new ArgumentException($"layer {i} ({layer.Kind}) follows {before}; there must be a flatten layer between them.");
                }
            }
        }

        return last;
    }

    private bool[] Cuts()
    {
        var cuts = new bool[Nodes.Count + 1];
        var earliest = Nodes.Count;
        for (var value = Nodes.Count - 1; value >= Input; value--)
        {
            cuts[value + 1] = earliest >= value;
            if (value > Input)
            {
                earliest = Math.Min(earliest, Nodes[value].Inputs.Min());
            }
        }

        return cuts;
    }

    private void RequireCut(int first)
    {
        if (!IsCut(first - 1))
        {
            var cuts = Enumerable.Range(0, Nodes.Count).Where(i => IsCut(i - 1));
            throw new ArgumentException(
                $"layer is {first}, and the layers from there on read more than the output of layer {first - 1}; it must be one that "
                    + $"begins at a cut point: {string.Join(", ", cuts)}.");
        }
    }
}
