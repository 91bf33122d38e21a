namespace Experiments.Numerics;

/// <summary>How copies of images lie in memory that have zeros around them: [images, groups, height, width, channels / groups].</summary>
internal readonly struct PaddedImages
{
    public PaddedImages(Convolution2DShape shape)
    {
        Width = (shape.OutputWidth - 1) * shape.StrideX + shape.KernelWidth;
        Height = (shape.OutputHeight - 1) * shape.StrideY + shape.KernelHeight;
        LineStep = (nint)Width * shape.ChannelsPerGroup;
        GroupStep = Height * LineStep;
        ImageStep = shape.Groups * GroupStep;
    }

    /// <summary>Columns that windows read.</summary>
    public int Width { get; }

    /// <summary>Rows that windows read.</summary>
    public int Height { get; }

    /// <summary>Floats of a row.</summary>
    public nint LineStep { get; }

    /// <summary>Floats of one group's copy.</summary>
    public nint GroupStep { get; }

    /// <summary>Floats of one image's copies.</summary>
    public nint ImageStep { get; }
}
