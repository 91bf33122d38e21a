using System.Numerics;

namespace Experiments.Numerics;

/// <summary>The gradient of a convolution's input where its channels are too few to fill a vector; every pointer is pinned while it
/// runs.</summary>
internal readonly unsafe struct FoldedGradientCall(
    Convolution2DShape shape, int images, float* weights, float* dy, float* dx, PinnedEpilogue epilogue)
    : IKernelCall
{
    public readonly Convolution2DShape Shape = shape;
    public readonly int Images = images;

    /// <summary>[filters, channels / groups, kernelHeight, kernelWidth].</summary>
    public readonly float* Weights = weights;

    /// <summary>[images, outputHeight, outputWidth, filters].</summary>
    public readonly float* OutputGradient = dy;

    /// <summary>[images, height, width, channels].</summary>
    public readonly float* InputGradient = dx;

    public readonly PinnedEpilogue Epilogue = epilogue;

    public void Run<TLanes, TVector>(ComputeThreads threads)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        threads.For(Images, 1, new FoldedGradientBody<TLanes, TVector>(this));
}

/// <summary>Item t is image t. For some output rows at a time, every weight's gradients at all pixels are products of weights [terms,
/// filters] with output gradients [filters, pixels], vectors along the pixels; then each term's are added where its pixels lie.</summary>
internal readonly unsafe struct FoldedGradientBody<TLanes, TVector>(FoldedGradientCall call) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // 128 KiB of products in the second-level cache.
    private const int MostProducts = 1 << 15;

    [ThreadStatic]
    private static ScratchBuffer t_products;

    [ThreadStatic]
    private static ScratchBuffer t_panel;

    public void Invoke(int start, int end)
    {
        var shape = call.Shape;
        var terms = shape.ChannelsPerGroup * shape.KernelHeight * shape.KernelWidth;
        var rowBlock = Math.Clamp(MostProducts / (terms * shape.OutputWidth), 1, shape.OutputHeight);
        var products = t_products.Rent((long)terms * rowBlock * shape.OutputWidth);
        for (var image = start; image < end; image++)
        {
            var first = (nint)image * shape.InputLength;
            new Span<float>(call.InputGradient + first, shape.InputLength).Clear();
            for (var group = 0; group < shape.Groups; group++)
            {
                for (var y = 0; y < shape.OutputHeight; y += rowBlock)
                {
                    var rows = Math.Min(rowBlock, shape.OutputHeight - y);
                    Multiply(image, group, y * shape.OutputWidth, rows * shape.OutputWidth, terms, products);
                    for (var row = 0; row < rows; row++)
                    {
                        Fold(
                            products + row * shape.OutputWidth, rows * shape.OutputWidth, y + row,
                            call.InputGradient + first + group * shape.ChannelsPerGroup);
                    }
                }
            }

            EpiloguePass.Apply(call.Epilogue, call.InputGradient, first, shape.InputLength, shape.Channels);
        }
    }

    /// <summary>products[term, pixel] = the sum over filters, from 0, of weights[filter, term] dy[pixel, filter].</summary>
    private void Multiply(int image, int group, int pixel, int pixels, int terms, float* products)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        var shape = call.Shape;
        var filters = shape.FiltersPerGroup;
        var weights = call.Weights + (nint)group * filters * terms;
        var gradients = call.OutputGradient + (nint)image * shape.OutputLength + (nint)pixel * shape.Filters + group * filters;
        var panel = t_panel.Rent((long)filters * Tile<TLanes, TVector>.MostColumns);
        for (var j = 0; j < pixels;)
        {
            var width = Tile<TLanes, TVector>.WidthFor(pixels - j);
            var columns = Math.Min(width, pixels - j);
            Packing.Transpose(gradients + (nint)j * shape.Filters, shape.Filters, columns, filters, panel, width);
            var walk = TileWalk.Straight(filters, 1, terms, width);
            for (var term = 0; term < terms; term += Tile<TLanes, TVector>.MostRows)
            {
                var rows = Math.Min(Tile<TLanes, TVector>.MostRows, terms - term);
                Tile<TLanes, TVector>.Run(
                    rows, columns, width, walk, weights + term, panel, products + (nint)term * pixels + j, pixels, false, edge);
            }

            j += width;
        }
    }

    /// <summary>Adds one output row's products to the input gradient: channels, kernel rows, kernel columns.</summary>
    private void Fold(float* products, nint termStep, int outputRow, float* target)
    {
        var shape = call.Shape;
        for (var channel = 0; channel < shape.ChannelsPerGroup; channel++)
        {
            for (var kernelRow = 0; kernelRow < shape.KernelHeight; kernelRow++)
            {
                var y = outputRow * shape.StrideY + kernelRow - shape.PaddingY;
                var line = target + (nint)y * shape.Width * shape.Channels + channel;
                for (var kernelColumn = 0; kernelColumn < shape.KernelWidth; kernelColumn++, products += termStep)
                {
                    if (y >= 0 && y < shape.Height)
                    {
                        AddColumn(products, kernelColumn - shape.PaddingX, line);
                    }
                }
            }
        }
    }

    /// <summary>line[left + x stride] += products[x] where it lies in the image.</summary>
    private void AddColumn(float* products, int left, float* line)
    {
        var shape = call.Shape;
        var x = left < 0 ? (-left + shape.StrideX - 1) / shape.StrideX : 0;
        var end = left < shape.Width ? Math.Min(shape.OutputWidth, (shape.Width - 1 - left) / shape.StrideX + 1) : 0;
        var step = (nint)shape.StrideX * shape.Channels;
        var to = line + left * (nint)shape.Channels;
        if (step == 1)
        {
            for (; x <= end - Vector<float>.Count; x += Vector<float>.Count)
            {
                (Vector.Load(to + x) + Vector.Load(products + x)).Store(to + x);
            }
        }

        for (; x < end; x++)
        {
            to[x * step] += products[x];
        }
    }
}
