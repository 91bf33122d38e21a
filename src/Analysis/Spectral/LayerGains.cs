using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Analysis;

/// <summary>How much one layer lengthened the changes of images.</summary>
/// <param name="Layer">Counted from 0.</param>
/// <param name="Images">Images whose change arrived at the layer: those with a gain.</param>
/// <param name="Local">||phi_k(x + r) - phi_k(x)|| / ||phi_(k-1)(x + r) - phi_(k-1)(x)||, over these; a layer that reads several values
/// divides by the sum of their changes.</param>
/// <param name="Cumulative">||phi_k(x + r) - phi_k(x)|| / ||r||, over all images with r other than 0.</param>
public sealed record LayerGain(int Layer, int Images, ValueSummary Local, ValueSummary Cumulative);

/// <summary>
/// Measures the gain of every layer along given directions, phi_k being the output of layer k and phi_0 the image: what the bounds of C.
/// Szegedy et al., 2013, arXiv:1312.6199, section 4.3 bound. Images without a change are counted and otherwise left out. Not safe for
/// several threads at once.
/// </summary>
public sealed class LayerGains : IDisposable
{
    private readonly IClassifier _network;
    private readonly IClassifierPass _clean;
    private readonly IClassifierPass _changed;
    private readonly int _inputLength;
    private readonly float[] _logits;
    private readonly List<double>[] _local;
    private readonly List<double>[] _cumulative;

    /// <param name="network">Whose layers are measured.</param>
    /// <param name="capacity">The most images in one call of <see cref="Add"/>; no part of the result.</param>
    public LayerGains(IClassifier network, int capacity)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _inputLength = network.InputShape.Length;
        _clean = network.OpenPass(capacity);
        _changed = network.OpenPass(capacity);
        _logits = new float[capacity * network.ClassCount];
        _local = [.. network.Layers.Select(_ => new List<double>())];
        _cumulative = [.. network.Layers.Select(_ => new List<double>())];
    }

    /// <summary>Images that were the same before and after.</summary>
    public int Unchanged { get; private set; }

    /// <summary>The layers in order, over all images so far.</summary>
    public IReadOnlyList<LayerGain> Layers =>
        [.. _local.Select(
            (gains, layer) => new LayerGain(layer, gains.Count, ValueSummary.Of(gains), ValueSummary.Of(_cumulative[layer])))];

    /// <summary>Measures some images.</summary>
    /// <param name="x0">Clean images, [n, input length].</param>
    /// <param name="x">The same with their changes, [n, input length].</param>
    /// <param name="n">1 to the capacity.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape.</exception>
    public void Add(ReadOnlySpan<float> x0, ReadOnlySpan<float> x, int n)
    {
        _clean.Forward(x0, n, _logits);
        _changed.Forward(x, n, _logits);
        var lengths = Distances(x0[..(n * _inputLength)], x[..(n * _inputLength)], n);
        var changes = new double[_local.Length][];
        Unchanged += lengths.Count(length => length == 0);
        for (var layer = 0; layer < _local.Length; layer++)
        {
            var read = _network.Inputs(layer);
            var leaving = changes[layer] = Distances(_clean.Activations(layer), _changed.Activations(layer), n);
            for (var i = 0; i < n; i++)
            {
                if (lengths[i] > 0)
                {
                    _cumulative[layer].Add(leaving[i] / lengths[i]);
                }

                var arriving = read.Sum(value => value < 0 ? lengths[i] : changes[value][i]);
                if (arriving > 0)
                {
                    _local[layer].Add(leaving[i] / arriving);
                }
            }
        }
    }

    public void Dispose()
    {
        _clean.Dispose();
        _changed.Dispose();
    }

    private static double[] Distances(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int n)
    {
        var length = a.Length / n;
        var distances = new double[n];
        for (var i = 0; i < n; i++)
        {
            distances[i] = Math.Sqrt(Reduction.SquaredDistance(a.Slice(i * length, length), b.Slice(i * length, length)));
        }

        return distances;
    }
}
