using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Pipeline.Tests;

/// <summary>The training images of <see cref="TinyLibrary"/> as networks read them.</summary>
internal sealed class TinySource : IImageSource
{
    private static readonly Datasets.LabelledImages Images = Load();

    public int Count => Images.Count;

    public TensorShape Shape => Images.Shape;

    public int ClassCount => Images.ClassCount;

    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x) => Images.CopyTo(indices, x);

    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            labels[i] = Images.Labels[indices[i]];
        }
    }

    private static Datasets.LabelledImages Load()
    {
        var library = new TinyLibrary();
        return library.Load(library.Datasets[0], "train");
    }
}
