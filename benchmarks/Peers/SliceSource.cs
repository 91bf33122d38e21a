using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Peers;

/// <summary>A slice of a data set as the trainer reads it.</summary>
internal sealed class SliceSource(ImageSlice slice) : IImageSource
{
    public int Count => slice.Count;

    public TensorShape Shape => slice.Shape;

    public int ClassCount => slice.ClassCount;

    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x) => slice.CopyImages(indices, x);

    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels) => slice.CopyLabels(indices, labels);
}
