using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>Images with labels: one split of a data set, as bytes. Immutable and safe for any number of threads.</summary>
public sealed class LabelledImages
{
    private readonly byte[] _pixels;
    private readonly ushort[] _labels;
    private readonly TensorShape _stored;
    private readonly ImageResizer? _resizer;

    [ThreadStatic]
    private static byte[]? t_resized;

    /// <param name="shape">Of each image; each size at least 1.</param>
    /// <param name="classCount">1 to <see cref="MostClasses"/>.</param>
    /// <param name="pixels">[count, channels, height, width], not copied.</param>
    /// <param name="labels">[count], each in [0, classCount), not copied.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together, or a label is out of range.</exception>
    public LabelledImages(TensorShape shape, int classCount, byte[] pixels, ushort[] labels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1)
        {
            throw new ArgumentException($"shape is {shape.Extents}; each of its sizes must be at least 1", nameof(shape));
        }

        if (classCount is < 1 or > MostClasses)
        {
            throw new ArgumentException($"classCount is {classCount}; it must be in [1, {MostClasses}]", nameof(classCount));
        }

        if (pixels.LongLength != (long)labels.Length * shape.Length)
        {
            throw new ArgumentException(
                $"pixels.Length is {pixels.Length}; it must be {labels.Length} images of {shape.Extents}", nameof(pixels));
        }

        if (labels.AsSpan().IndexOfAnyExceptInRange((ushort)0, (ushort)(classCount - 1)) is >= 0 and var image)
        {
            throw new ArgumentException($"labels[{image}] is {labels[image]}; it must be in [0, {classCount})", nameof(labels));
        }

        Shape = shape;
        ClassCount = classCount;
        _stored = shape;
        _pixels = pixels;
        _labels = labels;
    }

    private LabelledImages(LabelledImages images, TensorShape shape, int classCount, ushort[] labels)
    {
        Shape = shape;
        ClassCount = classCount;
        _stored = images._stored;
        _resizer = shape == _stored ? null : new ImageResizer(_stored, shape);
        _pixels = images._pixels;
        _labels = labels;
    }

    /// <summary>The most classes that labels can tell apart.</summary>
    public const int MostClasses = 1 << 16;

    public TensorShape Shape { get; }

    /// <summary>Number of classes k.</summary>
    public int ClassCount { get; }

    /// <summary>Number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>[count], each in [0, <see cref="ClassCount"/>).</summary>
    public ReadOnlySpan<ushort> Labels => _labels;

    /// <summary>These images in another form: resized whenever they are copied, so that they take no more memory. Shares the
    /// pixels.</summary>
    /// <param name="shape">One or three channels; the shape of these images for no change.</param>
    /// <param name="positive">The class that becomes class 1 of two; null for the classes as they are.</param>
    internal LabelledImages In(TensorShape shape, int? positive)
    {
        if (positive is null)
        {
            return shape == Shape ? this : new LabelledImages(this, shape, ClassCount, _labels);
        }

        return new LabelledImages(this, shape, 2, Array.ConvertAll(_labels, label => (ushort)(label == positive ? 1 : 0)));
    }

    /// <summary>The bytes of one image: [channels, height, width], 0 to 255.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="image"/> is not in [0, <see cref="Count"/>).</exception>
    public ReadOnlySpan<byte> Pixels(int image)
    {
        if ((uint)image >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(image), $"image is {image}; it must be in [0, {Count})");
        }

        var stored = _pixels.AsSpan(image * _stored.Length, _stored.Length);
        if (_resizer is null)
        {
            return stored;
        }

        var resized = new byte[Shape.Length];
        _resizer.Apply(stored, resized);
        return resized;
    }

    /// <summary>Copies one image as byte / 255, in [0, 1].</summary>
    /// <param name="image">In [0, <see cref="Count"/>).</param>
    /// <param name="x">[channels, height, width].</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is too short.</exception>
    public void CopyTo(int image, Span<float> x)
    {
        if (_resizer is null || (uint)image >= (uint)Count)
        {
            PixelConversion.ToUnitInterval(Pixels(image), x);
            return;
        }

        var resized = t_resized is { } kept && kept.Length >= Shape.Length ? kept : t_resized = new byte[Shape.Length];
        _resizer.Apply(_pixels.AsSpan(image * _stored.Length, _stored.Length), resized);
        PixelConversion.ToUnitInterval(resized.AsSpan(0, Shape.Length), x);
    }

    /// <summary>Copies several images as byte / 255, in [0, 1].</summary>
    /// <param name="images">n positions, each in [0, <see cref="Count"/>).</param>
    /// <param name="x">[n, channels, height, width].</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is too short.</exception>
    public void CopyTo(ReadOnlySpan<int> images, Span<float> x)
    {
        var length = Shape.Length;
        if ((long)images.Length * length > x.Length)
        {
            throw new ArgumentException(
                $"x.Length is {x.Length}; it must be at least {images.Length} images of {length} values", nameof(x));
        }

        for (var i = 0; i < images.Length; i++)
        {
            CopyTo(images[i], x.Slice(i * length, length));
        }
    }
}
