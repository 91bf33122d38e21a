using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// Images as the output of a network's first layers. Kept in memory where these are not trained any more and that is small, else computed whenever asked
/// for; the bits are the same. For one thread at a time.
/// </summary>
internal sealed class FeatureSource : IImageSource
{
    /// <summary>Features beyond this many are not kept (256 MiB).</summary>
    private const long KeptValues = 1L << 26;

    private const int Capacity = 256;

    private readonly IImageSource _images;
    private readonly LayerStack _stack;
    private readonly int _layers;
    private readonly float[] _x;
    private readonly float[]? _features;

    /// <summary>Of layers that are not trained any more.</summary>
    public FeatureSource(IImageSource images, IReadOnlyList<Layer> layers, IReadOnlyList<float[][]> values, ComputePool pool)
        : this(images, layers, [.. layers.Select((layer, i) => layer.Bind(values[i], gradients: null))], pool)
    {
        if ((long)Count * Shape.Length <= KeptValues)
            _features = ComputeAll();
    }

    private FeatureSource(IImageSource images, IReadOnlyList<Layer> layers, IReadOnlyList<LayerWeights> weights, ComputePool pool)
    {
        _images = images;
        _layers = layers.Count;
        _stack = new LayerStack(layers, weights, Capacity, pool);
        _x = new float[Capacity * images.Shape.Length];
        Shape = layers[^1].OutputShape;
    }

    /// <summary>Of layers in training: every copy is of the weights as they stand.</summary>
    public static FeatureSource OfChanging(IImageSource images, StageLayers below, ComputePool pool)
        => new(images, below.Layers, [.. below.Layers.Select((layer, i) => layer.Bind(below.Values[i], below.Gradients[i]))], pool);

    public int Count => _images.Count;

    public TensorShape Shape { get; }

    public int ClassCount => _images.ClassCount;

    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x)
    {
        if (_features is null)
        {
            Compute(indices, x);
            return;
        }

        var length = Shape.Length;
        for (var i = 0; i < indices.Length; i++)
            _features.AsSpan(indices[i] * length, length).CopyTo(x[(i * length)..]);
    }

    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels) => _images.CopyLabels(indices, labels);

    private float[] ComputeAll()
    {
        var features = new float[Count * Shape.Length];
        Span<int> indices = [.. Enumerable.Range(0, Count)];
        Compute(indices, features);
        return features;
    }

    private void Compute(ReadOnlySpan<int> indices, Span<float> features)
    {
        for (var start = 0; start < indices.Length; start += Capacity)
        {
            var part = indices.Slice(start, Math.Min(Capacity, indices.Length - start));
            _images.CopyImages(part, _x);
            _stack.Forward(_x.AsSpan(0, part.Length * _images.Shape.Length), part.Length, batch: null);
            var output = _stack.Output(_layers - 1, part.Length);
            var target = features[(start * Shape.Length)..];
            if (_stack.HasChannelsLast(_layers - 1))
                ChannelOrder.ToFirst(Shape, output, part.Length, target);
            else
                output.CopyTo(target);
        }
    }
}
