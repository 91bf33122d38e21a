using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>Chosen images of a split, each with its position there. Immutable and safe for any number of threads.</summary>
public sealed class ImageSlice
{
    private readonly int[] _positions;

    /// <param name="images">The split.</param>
    /// <param name="positions">Positions in it; not copied.</param>
    /// <exception cref="ArgumentException">A position is not in the split.</exception>
    public ImageSlice(LabelledImages images, int[] positions)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.AsSpan().IndexOfAnyExceptInRange(0, images.Count - 1) is >= 0 and var i)
        {
            throw new ArgumentException($"positions[{i}] is {positions[i]}; it must be in [0, {images.Count})", nameof(positions));
        }

        Images = images;
        _positions = positions;
    }

    /// <summary>The whole split.</summary>
    public LabelledImages Images { get; }

    /// <summary>Number of images in the slice.</summary>
    public int Count => _positions.Length;

    public TensorShape Shape => Images.Shape;

    /// <summary>Number of classes k.</summary>
    public int ClassCount => Images.ClassCount;

    /// <summary>Position in the split of each image of the slice.</summary>
    public ReadOnlySpan<int> Positions => _positions;

    /// <summary>Copies images as byte / 255, in [0, 1].</summary>
    /// <param name="indices">n numbers of images within this slice, each in [0, <see cref="Count"/>).</param>
    /// <param name="x">[n, channels, height, width].</param>
    /// <exception cref="ArgumentException">An index is out of range, or <paramref name="x"/> is too short.</exception>
    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x)
    {
        var length = Shape.Length;
        if ((long)indices.Length * length > x.Length)
        {
            throw new ArgumentException(
                $"x.Length is {x.Length}; it must be at least {indices.Length} images of {length} values", nameof(x));
        }

        for (var i = 0; i < indices.Length; i++)
        {
            Images.CopyTo(Position(indices[i]), x.Slice(i * length, length));
        }
    }

    /// <summary>Copies labels.</summary>
    /// <param name="indices">n numbers of images within this slice, each in [0, <see cref="Count"/>).</param>
    /// <param name="labels">[n].</param>
    /// <exception cref="ArgumentException">An index is out of range, or <paramref name="labels"/> is too short.</exception>
    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        if (indices.Length > labels.Length)
        {
            throw new ArgumentException($"labels.Length is {labels.Length}; it must be at least {indices.Length}", nameof(labels));
        }

        for (var i = 0; i < indices.Length; i++)
        {
            labels[i] = Images.Labels[Position(indices[i])];
        }
    }

    private int Position(int index) =>
        (uint)index < (uint)_positions.Length
            ? _positions[index]
            : throw new ArgumentOutOfRangeException(nameof(index), $"index is {index}; it must be in [0, {_positions.Length})");
}
