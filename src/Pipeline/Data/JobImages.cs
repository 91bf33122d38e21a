using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Pipeline.Data;

/// <summary>The images that a job reads, as networks want them, and where each stands in its split.</summary>
public sealed class JobImages : IImageSource
{
    private readonly ImageSlice _slice;

    private JobImages(ImageSlice slice) => _slice = slice;

    public int Count => _slice.Count;

    public TensorShape Shape => _slice.Shape;

    public int ClassCount => _slice.ClassCount;

    /// <summary>Position of each image in its split, ascending.</summary>
    public ReadOnlySpan<int> Positions => _slice.Positions;

    /// <summary>Reads the images that the settings name.</summary>
    /// <exception cref="DatasetException">The files are missing or damaged.</exception>
    /// <exception cref="ArgumentException">The data set is not the one that the settings were made with.</exception>
    public static JobImages Load(IDataLibrary library, DataSettings data)
    {
        ArgumentNullException.ThrowIfNull(library);
        var dataset = Describe(library, data);
        var part = data.Part is { } p ? new SplitPart(p.Part, p.Parts, p.Seed) : null;
        var positions = DataSlice.Create(dataset, new SliceExpression(data.Split, data.Start, data.End), part).Positions();
        return new JobImages(new ImageSlice(
            library.Load(dataset, data.Split), data.Part is { } range ? positions[range.Start..range.End] : positions));
    }

    /// <summary>The data set that the settings name, if it is still the same.</summary>
    /// <exception cref="ArgumentException">The data set is not the one that the settings were made with.</exception>
    public static DatasetDescription Describe(IDataLibrary library, DataSettings data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var dataset = new DataResolver(library).Describe(data.Dataset, data.Form);
        var version = dataset.Split(data.Split).Format.ContentHash;
        return version == data.Version
            ? dataset
            : throw new ArgumentException(
                $"{data.Dataset}/{data.Split} has version {version}; it must be {data.Version}, which the job was planned with.",
                nameof(data));
    }

    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x) => _slice.CopyImages(indices, x);

    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels) => _slice.CopyLabels(indices, labels);

    /// <summary>Copies images <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <param name="x">[count, shape], values in [0, 1].</param>
    public void CopyRange(int start, int count, Span<float> x)
    {
        var length = Shape.Length;
        for (var i = 0; i < count; i++)
        {
            _slice.Images.CopyTo(Positions[start + i], x.Slice(i * length, length));
        }
    }

    /// <summary>The place among these images of the one at a position of the split.</summary>
    /// <exception cref="InvalidOperationException">It is not among them.</exception>
    public int IndexOf(int position)
    {
        var index = Positions.BinarySearch(position);
        return index >= 0
            ? index
            : throw new InvalidOperationException(
                $"image {position} is not among the {Count} that the job reads; an image of its set must be.");
    }

    /// <summary>The true class of an image.</summary>
    public int Label(int index) => _slice.Images.Labels[Positions[index]];
}
