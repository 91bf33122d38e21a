using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>Made-up images: a pattern per class, noise on top. The same ones every time.</summary>
internal sealed class TestImages : IImageSource
{
    private readonly float[] _x;
    private readonly int[] _labels;

    public TestImages(int count, TensorShape shape, int classCount, float noise, ulong seed = 1)
    {
        (Count, Shape, ClassCount) = (count, shape, classCount);
        var patterns = new float[classCount * shape.Length];
        var random = new CounterRandom(77, RandomPurpose.None, 0);
        random.FillUniform(patterns);
        _labels = new int[count];
        _x = new float[count * shape.Length];
        for (var i = 0; i < count; i++)
        {
            var own = new CounterRandom(seed, RandomPurpose.None, (ulong)i);
            _labels[i] = own.NextInt(classCount);
            for (var j = 0; j < shape.Length; j++)
            {
                _x[i * shape.Length + j] = Math.Clamp(patterns[_labels[i] * shape.Length + j] + noise * own.NextGaussian(), 0, 1);
            }
        }
    }

    public int Count { get; }

    public TensorShape Shape { get; }

    public int ClassCount { get; }

    public ReadOnlySpan<float> All => _x;

    public ReadOnlySpan<int> Labels => _labels;

    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            _x.AsSpan(indices[i] * Shape.Length, Shape.Length).CopyTo(x[(i * Shape.Length)..]);
        }
    }

    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            labels[i] = _labels[indices[i]];
        }
    }
}
