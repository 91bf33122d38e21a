using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Pipeline;

/// <summary>The images that a job reads, in the order of their positions; knows where each stands in its split.</summary>
public sealed class ImageSlice : IImageSource
{
    private readonly ISplitImages _split;
    private readonly int[] _positions;

    private ImageSlice(ISplitImages split, int[] positions) => (_split, _positions) = (split, positions);

    public int Count => _positions.Length;

    public TensorShape Shape => _split.Shape;

    public int ClassCount => _split.ClassCount;

    /// <summary>Position of each image in its split.</summary>
    public ReadOnlySpan<int> Positions => _positions;

    /// <summary>Chooses the images that the settings name.</summary>
    /// <exception cref="ArgumentException">The settings reach beyond the images.</exception>
    public static ImageSlice Of(ISplitImages split, DataSettings data)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Start < 0 || data.End > split.Count || data.Start >= data.End)
        {
            throw new ArgumentException($"data is {data.Text}; it must be within the {split.Count} images of the split.", nameof(data));
        }

        return new ImageSlice(split, data.Part is { } part ? PartPositions(data, part) : [.. Enumerable.Range(data.Start, data.SliceCount)]);
    }

    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x)
    {
        var length = Shape.Length;
        for (var i = 0; i < indices.Length; i++)
        {
            _split.CopyImage(_positions[indices[i]], x.Slice(i * length, length));
        }
    }

    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            labels[i] = Label(indices[i]);
        }
    }

    /// <summary>Copies images <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <param name="x">[count, shape], values in [0, 1].</param>
    public void CopyRange(int start, int count, Span<float> x)
    {
        var length = Shape.Length;
        for (var i = 0; i < count; i++)
        {
            _split.CopyImage(_positions[start + i], x.Slice(i * length, length));
        }
    }

    /// <summary>The true class of an image.</summary>
    public int Label(int index) => _split.Label(_positions[index]);

    /// <summary>The images of a part come in the order of the split, so that which part an image is in decides nothing else about it.</summary>
    private static int[] PartPositions(DataSettings data, PartSettings part)
    {
        var order = Shuffle.Permutation(part.Seed, RandomPurpose.DataSplit, 0, data.SliceCount);
        var before = Enumerable.Range(1, part.Number - 1).Sum(n => PartSettings.SizeOf(n, part.Of, data.SliceCount));
        var size = PartSettings.SizeOf(part.Number, part.Of, data.SliceCount);
        return [.. order.AsSpan(before, size).ToArray().Order().Skip(part.Start).Take(part.End - part.Start).Select(i => data.Start + i)];
    }
}
