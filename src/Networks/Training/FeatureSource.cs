using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Nodes that are not trained any more, as one backend computes them.</summary>
internal interface IFeatures
{
    /// <summary>Shape of the last node's output.</summary>
    TensorShape Shape { get; }

    /// <summary>Runs the nodes.</summary>
    /// <param name="x">[n, input].</param>
    /// <param name="n">Images, at most <see cref="FeatureSource.Capacity"/>.</param>
    /// <param name="features">[n, output], overwritten; channels first.</param>
    void Compute(ReadOnlySpan<float> x, int n, Span<float> features);
}

/// <summary>Features on the CPU backend.</summary>
internal sealed class GraphFeatures(Graph graph, LayerWeights[] weights, ComputeThreads threads) : IFeatures
{
    private readonly GraphPass _pass = new(graph, weights, FeatureSource.Capacity, threads);

    public TensorShape Shape => graph.OutputShape;

    public void Compute(ReadOnlySpan<float> x, int n, Span<float> features)
    {
        _pass.Forward(x, n, batch: null);
        var output = _pass.Output(_pass.Last, n);
        if (graph.HasChannelsLast(_pass.Last))
        {
            ChannelOrder.ToFirst(Shape, output, n, features);
        }
        else
        {
            output.CopyTo(features);
        }
    }
}

/// <summary>Images as the output of layers that are not trained any more. Kept in memory where that is small, else computed whenever asked
/// for; the bits are the same. For one thread at a time.</summary>
internal sealed class FeatureSource : IImageSource
{
    /// <summary>Features beyond this many are not kept (256 MiB).</summary>
    private const long KeptValues = 1L << 26;

    /// <summary>Images computed at a time.</summary>
    internal const int Capacity = 256;

    private readonly IImageSource _images;
    private readonly IFeatures _computed;
    private readonly float[] _x;
    private readonly float[]? _features;

    /// <param name="images">What the layers are fed.</param>
    /// <param name="features">The layers.</param>
    /// <param name="change">Whether their weights change, so that nothing can be kept.</param>
    public FeatureSource(IImageSource images, IFeatures features, bool change = false)
    {
        (_images, _computed) = (images, features);
        _x = new float[Capacity * images.Shape.Length];
        if (!change && (long)Count * Shape.Length <= KeptValues)
        {
            _features = ComputeAll();
        }
    }

    public int Count => _images.Count;

    public TensorShape Shape => _computed.Shape;

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
        {
            _features.AsSpan(indices[i] * length, length).CopyTo(x[(i * length)..]);
        }
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
            _computed.Compute(_x.AsSpan(0, part.Length * _images.Shape.Length), part.Length, features[(start * Shape.Length)..]);
        }
    }
}
