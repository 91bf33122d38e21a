using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Labelled images to train on or to count errors on. Safe for reading from any number of threads.</summary>
public interface IImageSource
{
    /// <summary>Number of images, at least 1.</summary>
    int Count { get; }

    /// <summary>Shape of one image.</summary>
    TensorShape Shape { get; }

    /// <summary>Number of classes k; labels are 0 to k - 1.</summary>
    int ClassCount { get; }

    /// <summary>Copies images one after the other.</summary>
    /// <param name="indices">0 to <see cref="Count"/> - 1, in any order.</param>
    /// <param name="x">[indices, shape], values in [0, 1].</param>
    void CopyImages(ReadOnlySpan<int> indices, Span<float> x);

    /// <summary>Copies labels one after the other.</summary>
    /// <param name="indices">0 to <see cref="Count"/> - 1, in any order.</param>
    /// <param name="labels">[indices].</param>
    void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels);
}
