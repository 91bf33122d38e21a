namespace Experiments.Numerics;

/// <summary>
/// How the windows of a convolution lie in copies of its images: as <see cref="Count"/> rows of <see cref="Length"/> floats side by side. The copies
/// are the padded images, where neighbouring windows share their pixels; or, when a window's row would not fill a vector, the windows one by one.
/// </summary>
internal readonly struct WindowRows
{
    private const int VectorLength = 16;

    public WindowRows(Convolution2DShape shape)
    {
        var depth = shape.ChannelsPerGroup;
        StripWidth = (shape.OutputWidth - 1) * shape.StrideX + shape.KernelWidth;
        StripHeight = (shape.OutputHeight - 1) * shape.StrideY + shape.KernelHeight;
        var line = (nint)StripWidth * depth;
        Length = shape.KernelWidth * depth;
        IsUnfolded = Length < VectorLength && shape.KernelHeight > 1;
        if (IsUnfolded)
        {
            Count = 1;

            // The last row is copied as whole vectors, which must not reach the next window: another thread may have written it.
            PixelStep = ((shape.KernelHeight - 1) * Length + Strip.UnfoldedRow(Length) + 7) / 8 * 8;
            Length *= shape.KernelHeight;
            LineStep = shape.OutputWidth * PixelStep;
            GroupStep = shape.OutputHeight * LineStep;
        }
        else
        {
            Count = shape.KernelHeight;
            RowStep = line;
            PixelStep = (nint)shape.StrideX * depth;
            LineStep = shape.StrideY * line;
            GroupStep = StripHeight * line;
        }

        ImageStep = shape.Groups * GroupStep;
    }

    /// <summary>Whether the copies hold the windows one by one.</summary>
    public bool IsUnfolded { get; }

    /// <summary>Columns of a padded image.</summary>
    public int StripWidth { get; }

    /// <summary>Rows of a padded image.</summary>
    public int StripHeight { get; }

    /// <summary>Rows of a window.</summary>
    public int Count { get; }

    /// <summary>Floats of a window's row.</summary>
    public int Length { get; }

    /// <summary>Floats from one row of a window to the next.</summary>
    public nint RowStep { get; }

    /// <summary>Floats from a window to its right neighbour.</summary>
    public nint PixelStep { get; }

    /// <summary>Floats from a window to its lower neighbour.</summary>
    public nint LineStep { get; }

    /// <summary>Floats of one group's copy.</summary>
    public nint GroupStep { get; }

    /// <summary>Floats of one image's copies.</summary>
    public nint ImageStep { get; }
}
