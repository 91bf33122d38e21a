namespace Experiments.Numerics;

/// <summary>
/// One correlation of channels-last images with packed filters: target (y, x) reads the window of <see cref="TapsY"/> by
/// <see cref="TapsX"/> source pixels that begins at (<see cref="StartY"/> + y <see cref="StrideY"/>, <see cref="StartX"/> + x
/// <see cref="StrideX"/>); pixels outside of the source are 0.
/// </summary>
internal sealed class Correlation
{
    public required int SourceHeight { get; init; }

    public required int SourceWidth { get; init; }

    public required int Groups { get; init; }

    /// <summary>Source channels of a group.</summary>
    public required int Depth { get; init; }

    /// <summary>Target channels of a group.</summary>
    public required int Columns { get; init; }

    public required int StartY { get; init; }

    public required int StartX { get; init; }

    public required int StrideY { get; init; }

    public required int StrideX { get; init; }

    public required int TapsY { get; init; }

    public required int TapsX { get; init; }

    /// <summary>Target rows.</summary>
    public required int CountY { get; init; }

    /// <summary>Target columns.</summary>
    public required int CountX { get; init; }

    /// <summary>Floats from the start of a target image to target (0, 0).</summary>
    public required int TargetOffset { get; init; }

    /// <summary>Floats from one target row to the next.</summary>
    public required int TargetRow { get; init; }

    /// <summary>Floats from one target column to the next.</summary>
    public required int TargetPixel { get; init; }

    /// <summary>Floats from the start of the layer's packed memory to the panels of group 0.</summary>
    public required long PanelOffset { get; init; }

    /// <summary>Length of each sum.</summary>
    public int Terms => TapsY * TapsX * Depth;

    public int SourceChannels => Groups * Depth;

    /// <summary>Columns of the strip of source pixels that a row of targets reads.</summary>
    public int StripWidth => (CountX - 1) * StrideX + TapsX;

    /// <summary>Rows of the strip that <paramref name="rows"/> rows of targets read.</summary>
    public int StripHeight(int rows) => (rows - 1) * StrideY + TapsY;

    /// <summary>The forward pass: the sums run through kernel rows, kernel columns, channels.</summary>
    public static Correlation Forward(Convolution2DShape shape, long panelOffset) => new()
    {
        SourceHeight = shape.Height,
        SourceWidth = shape.Width,
        Groups = shape.Groups,
        Depth = shape.ChannelsPerGroup,
        Columns = shape.FiltersPerGroup,
        StartY = -shape.PaddingY,
        StartX = -shape.PaddingX,
        StrideY = shape.StrideY,
        StrideX = shape.StrideX,
        TapsY = shape.KernelHeight,
        TapsX = shape.KernelWidth,
        CountY = shape.OutputHeight,
        CountX = shape.OutputWidth,
        TargetOffset = 0,
        TargetRow = shape.OutputWidth * shape.Filters,
        TargetPixel = shape.Filters,
        PanelOffset = panelOffset,
    };

    /// <summary>
    /// The gradient with respect to the input pixels of one phase: those that meet kernel rows <paramref name="phaseY"/>, phaseY + strideY,
    /// … and columns likewise. Each is a correlation, without stride, of the output gradient with those rows and columns from the last to
    /// the first.
    /// </summary>
    /// <returns>null when the phase has no pixels.</returns>
    public static Correlation? InputGradient(Convolution2DShape shape, int phaseY, int phaseX, long panelOffset)
    {
        var (firstY, startY, tapsY, countY) = Phase(shape.Height, shape.KernelHeight, shape.StrideY, shape.PaddingY, phaseY);
        var (firstX, startX, tapsX, countX) = Phase(shape.Width, shape.KernelWidth, shape.StrideX, shape.PaddingX, phaseX);
        if (countY == 0 || countX == 0)
        {
            return null;
        }

        return new Correlation
        {
            SourceHeight = shape.OutputHeight,
            SourceWidth = shape.OutputWidth,
            Groups = shape.Groups,
            Depth = shape.FiltersPerGroup,
            Columns = shape.ChannelsPerGroup,
            StartY = startY,
            StartX = startX,
            StrideY = 1,
            StrideX = 1,
            TapsY = tapsY,
            TapsX = tapsX,
            CountY = countY,
            CountX = countX,
            TargetOffset = (firstY * shape.Width + firstX) * shape.Channels,
            TargetRow = shape.StrideY * shape.Width * shape.Channels,
            TargetPixel = shape.StrideX * shape.Channels,
            PanelOffset = panelOffset,
        };
    }

    /// <summary>Input position i meets kernel position k at output position o where i + padding = o stride + k. The phase's inputs are
    /// first, first + stride, …; with k = phase + t stride, they meet o = (first + padding - phase) / stride - t and following.</summary>
    private static (int First, int Start, int Taps, int Count) Phase(int size, int kernel, int stride, int padding, int phase)
    {
        var first = (phase - padding % stride + stride) % stride;
        var taps = phase < kernel ? (kernel - phase + stride - 1) / stride : 0;
        var start = (first + padding - phase) / stride - (taps - 1);
        var count = first < size ? (size - first + stride - 1) / stride : 0;
        return (first, start, taps, count);
    }
}
