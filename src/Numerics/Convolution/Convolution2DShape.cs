namespace Experiments.Numerics;

/// <summary>
/// The sizes of a two-dimensional convolution (a correlation, as everywhere in this field). Images are channels-last, [n, height, width,
/// channels]; weights are [filters, channels / groups, kernelHeight, kernelWidth]. Group g connects the g-th part of the channels with the
/// g-th part of the filters.
/// </summary>
public sealed record Convolution2DShape
{
    /// <summary>Channels of the input, at least 1.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows of the input, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of the input, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>Rows of a filter, at least 1.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of a filter, at least 1.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Input rows from one output row to the next, at least 1.</summary>
    /// <value>1.</value>
    public int StrideY { get; init; } = 1;

    /// <summary>Input columns from one output column to the next, at least 1.</summary>
    /// <value>1.</value>
    public int StrideX { get; init; } = 1;

    /// <summary>Rows of zeros above and below the input, at least 0.</summary>
    /// <value>0.</value>
    public int PaddingY { get; init; }

    /// <summary>Columns of zeros on either side of the input, at least 0.</summary>
    /// <value>0.</value>
    public int PaddingX { get; init; }

    /// <summary>Divides the channels and the filters.</summary>
    /// <value>1.</value>
    public int Groups { get; init; } = 1;

    public int OutputHeight => (Height + 2 * PaddingY - KernelHeight) / StrideY + 1;

    public int OutputWidth => (Width + 2 * PaddingX - KernelWidth) / StrideX + 1;

    /// <summary>Floats of one input image.</summary>
    public int InputLength => checked(Height * Width * Channels);

    /// <summary>Floats of one output image.</summary>
    public int OutputLength => checked(OutputHeight * OutputWidth * Filters);

    /// <summary>Floats of the weights.</summary>
    public int WeightLength => checked(Filters * (Channels / Groups) * KernelHeight * KernelWidth);

    /// <summary>Multiply-adds of a forward pass of one image.</summary>
    public long MultiplyAdds => (long)OutputHeight * OutputWidth * WeightLength;

    internal int ChannelsPerGroup => Channels / Groups;

    internal int FiltersPerGroup => Filters / Groups;

    /// <exception cref="ArgumentException">A size is out of its range, or the filter is larger than the padded input.</exception>
    internal void Validate()
    {
        Check.AtLeast(Channels, "channels", 1);
        Check.AtLeast(Height, "height", 1);
        Check.AtLeast(Width, "width", 1);
        Check.AtLeast(Filters, "filters", 1);
        Check.AtLeast(KernelHeight, "kernelHeight", 1);
        Check.AtLeast(KernelWidth, "kernelWidth", 1);
        Check.AtLeast(StrideY, "strideY", 1);
        Check.AtLeast(StrideX, "strideX", 1);
        Check.AtLeast(PaddingY, "paddingY", 0);
        Check.AtLeast(PaddingX, "paddingX", 0);
        Check.AtLeast(Groups, "groups", 1);
        Check.MultipleOf(Channels, "channels", Groups, "groups");
        Check.MultipleOf(Filters, "filters", Groups, "groups");
        Check.AtMost(KernelHeight, "kernelHeight", Height + 2L * PaddingY, "the padded height");
        Check.AtMost(KernelWidth, "kernelWidth", Width + 2L * PaddingX, "the padded width");
    }
}
