using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// A network on the CPU backend. Its weights never change; passes and suffixes share them. Results for an image are the same bits whatever
/// the batch and the number of threads.
/// </summary>
public sealed class Network : IClassifier
{
    private readonly Layer[] _layers;
    private readonly LayerWeights[] _weights;
    private readonly string[] _names;
    private readonly ComputePool _pool;
    private readonly ArchitectureOptions? _architecture;

    private Network(Layer[] layers, LayerWeights[] weights, string[] names, ComputePool pool, string description, ArchitectureOptions? architecture)
    {
        (_layers, _weights, _names, _pool, _architecture, Description) = (layers, weights, names, pool, architecture, description);
        Layers = Infos(layers, names);
    }

    public TensorShape InputShape => _layers[0].InputShape;

    public int ClassCount => _layers[^1].OutputShape.Length;

    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>Layer widths and activation, for people: <c>784-100-100-10 sigmoid</c>.</summary>
    public string Description { get; }

    /// <summary>Number of trained weights and biases.</summary>
    public long ParameterCount => _layers.Sum(layer => layer.Parameters.Sum(parameter => (long)parameter.Length));

    /// <summary>Every block of trained values by its name in the weight file: <c>0.weight</c>, <c>0.bias</c> …</summary>
    public IEnumerable<NetworkParameter> Parameters
        => _layers.SelectMany((layer, i) => layer.Parameters.Select((shape, p) => new NetworkParameter($"{_names[i]}.{shape.Name}", shape.Shape, _weights[i].Values[p])));

    /// <summary>Makes a network of layers and their values, which it takes over and nobody may change any more.</summary>
    internal static Network Create(NetworkPlan plan, IReadOnlyList<float[][]> values, ArchitectureOptions architecture, ComputePool pool)
        => new(
            [.. plan.Layers], [.. plan.Layers.Select((layer, i) => layer.Bind(values[i], gradients: null))], plan.LayerNames, pool, plan.Description, architecture);

    /// <summary>A network of values that change later: right until they do, and to be dropped then.</summary>
    internal static Network OfChanging(Layer[] layers, float[][][] values, ComputePool pool)
        => new(layers, [.. layers.Select((layer, i) => layer.Bind(values[i], gradients: null))], ModuleNames(layers), pool, "a network in training", architecture: null);

    public IClassifierPass OpenPass(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new NetworkPass(_layers, _weights, capacity, _pool);
    }

    public IClassifier Suffix(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _layers.Length);
        return layer == 0 ? this : new Network(_layers[layer..], _weights[layer..], _names[layer..], _pool, $"{Description} from layer {layer}", architecture: null);
    }

    /// <summary>How far each layer can lengthen a change of its input, from the input to the logits; their product bounds the network.</summary>
    /// <param name="cancellationToken">Looked at between layers.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<LayerBound> Bounds(CancellationToken cancellationToken)
    {
        var bounds = new LayerBound[_layers.Length];
        for (var i = 0; i < bounds.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bounds[i] = new LayerBound
            {
                Layer = Layers[i],
                Operation = _layers[i].Bound(_weights[i].Values, _pool),
                Activation = _layers[i].Activation == Activation.Sigmoid ? 0.25 : 1,
            };
        }

        return bounds;
    }

    /// <summary>Writes the weights as safetensors, which PyTorch and others read; the same bytes for the same weights.</summary>
    /// <param name="stream">Written from its position on.</param>
    public void Save(Stream stream) => NetworkFile.Write(this, _architecture, stream);

    /// <summary>Reads what <see cref="Save"/> wrote. The file is untrusted: sizes are checked before anything is allocated.</summary>
    /// <param name="architecture">The options that the network was trained with.</param>
    /// <param name="inputShape">Shape of one image.</param>
    /// <param name="classCount">Number of classes k.</param>
    /// <param name="stream">Read from its position to its end.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, its tensors are not those of the architecture, it names another architecture, or a value is not finite.
    /// </exception>
    public static Network Load(ArchitectureOptions architecture, TensorShape inputShape, int classCount, Stream stream, ComputePool pool)
    {
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, inputShape, classCount);
        return Create(plan, NetworkFile.Read(architecture, plan, stream), architecture, pool);
    }

    /// <summary>What the layers of a whole network are.</summary>
    internal static IReadOnlyList<LayerInfo> Infos(NetworkPlan plan) => Infos(plan.Layers, plan.LayerNames);

    /// <summary>The position of each layer's operation in the <c>nn.Sequential</c> that has the same modules.</summary>
    internal static string[] ModuleNames(IReadOnlyList<Layer> layers)
    {
        var names = new string[layers.Count];
        var module = 0;
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = module.ToString(System.Globalization.CultureInfo.InvariantCulture);
            module += layers[i].ModuleCount;
        }

        return names;
    }

    private static LayerInfo[] Infos(IReadOnlyList<Layer> layers, string[] names)
        => [.. layers.Select((layer, i) => new LayerInfo(names[i], layer.Kind, layer.OutputShape))];
}

/// <summary>A block of trained values.</summary>
/// <param name="Name">In the weight file: <c>0.weight</c>.</param>
/// <param name="Shape">As PyTorch shapes it: [out, in] for a linear layer.</param>
/// <param name="Values">Row-major.</param>
public sealed record NetworkParameter(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
