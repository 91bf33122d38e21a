namespace Experiments.Numerics;

/// <summary>One pass through filters that are not shared; every pointer is pinned while it runs.</summary>
internal readonly unsafe struct LocalCall(Convolution2DShape shape, int images, float* input, float* weights, float* output)
{
    public readonly Convolution2DShape Shape = shape;
    public readonly int Images = images;

    /// <summary>[images, paddedHeight, paddedWidth, channels], or the input gradient [images, height, width, channels].</summary>
    public readonly float* Input = input;

    /// <summary>[positions, kernelHeight, kernelWidth, channels, filters], or its gradient.</summary>
    public readonly float* Weights = weights;

    /// <summary>[images, positions, filters], or its gradient.</summary>
    public readonly float* Output = output;

    public int Positions => Shape.OutputHeight * Shape.OutputWidth;

    /// <summary>Floats of a padded row of pixels.</summary>
    public nint Line => (nint)(Shape.Width + 2 * Shape.PaddingX) * Shape.Channels;

    /// <summary>Floats of the kernel columns and channels, which lie side by side.</summary>
    public int Run => Shape.KernelWidth * Shape.Channels;

    /// <summary>Weights of one position.</summary>
    public nint WeightsPerPosition => (nint)Shape.KernelHeight * Run * Shape.Filters;

    /// <summary>Floats of one padded image.</summary>
    public static nint PaddedLength(Convolution2DShape shape) =>
        checked((nint)(shape.Height + 2 * shape.PaddingY) * (shape.Width + 2 * shape.PaddingX) * shape.Channels);

    /// <summary>Where a position's window begins in a padded image.</summary>
    public nint WindowOf(int position) =>
        position / Shape.OutputWidth * Shape.StrideY * Line + (nint)(position % Shape.OutputWidth) * Shape.StrideX * Shape.Channels;
}
