namespace Experiments.Numerics;

/// <summary>Outputs; item t is output pixel t of all images. The rows of a tile are images, its columns filters.</summary>
internal readonly unsafe struct LocalForwardBody<TLanes, TVector>(LocalCall call, PinnedEpilogue epilogue) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [ThreadStatic]
    private static ScratchBuffer t_panel;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        var shape = call.Shape;
        var terms = shape.KernelHeight * call.Run;
        for (var position = start; position < end; position++)
        {
            var weights = call.Weights + position * call.WeightsPerPosition;
            var output = call.Output + (nint)position * shape.Filters;
            for (var j = 0; j < shape.Filters;)
            {
                var width = Tile<TLanes, TVector>.WidthFor(shape.Filters - j);
                var columns = Math.Min(width, shape.Filters - j);
                var panel = new RightPanel(weights + j, shape.Filters, terms, columns, width, ref t_panel);
                var walk = new TileWalk(
                    shape.KernelHeight, call.Run, LocalCall.PaddedLength(shape), 1, call.Line - call.Run, panel.Step, 0);
                for (var image = 0; image < call.Images; image += Tile<TLanes, TVector>.MostRows)
                {
                    var rows = Math.Min(Tile<TLanes, TVector>.MostRows, call.Images - image);
                    var a = call.Input + image * LocalCall.PaddedLength(shape) + call.WindowOf(position);
                    var c = output + (nint)image * shape.OutputLength + j;
                    Tile<TLanes, TVector>.Run(rows, columns, width, walk, a, panel.Data, c, shape.OutputLength, false, edge);
                }

                j += width;
            }

            for (var image = 0; image < call.Images; image++)
            {
                EpiloguePass.Apply(
                    epilogue, call.Output, (nint)image * shape.OutputLength + (nint)position * shape.Filters, shape.Filters, shape.Filters);
            }
        }
    }
}

/// <summary>The gradient of the weights; item t is one kernel row of one output pixel. The rows of a tile are kernel columns and channels,
/// its columns filters.</summary>
internal readonly unsafe struct LocalWeightGradientBody<TLanes, TVector>(LocalCall call) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [ThreadStatic]
    private static ScratchBuffer t_panel;

    public int Items => call.Positions * call.Shape.KernelHeight;

    public void Invoke(int start, int end)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        var shape = call.Shape;
        for (var item = start; item < end; item++)
        {
            var position = item / shape.KernelHeight;
            var a = call.Input + call.WindowOf(position) + item % shape.KernelHeight * call.Line;
            var gradients = call.Output + (nint)position * shape.Filters;
            var target = call.Weights + (nint)item * call.Run * shape.Filters;
            for (var j = 0; j < shape.Filters;)
            {
                var width = Tile<TLanes, TVector>.WidthFor(shape.Filters - j);
                var columns = Math.Min(width, shape.Filters - j);
                var panel = new RightPanel(gradients + j, shape.OutputLength, call.Images, columns, width, ref t_panel);
                var walk = TileWalk.Straight(call.Images, 1, LocalCall.PaddedLength(shape), panel.Step);
                for (var r = 0; r < call.Run; r += Tile<TLanes, TVector>.MostRows)
                {
                    var rows = Math.Min(Tile<TLanes, TVector>.MostRows, call.Run - r);
                    Tile<TLanes, TVector>.Run(
                        rows, columns, width, walk, a + r, panel.Data, target + (nint)r * shape.Filters + j, shape.Filters, false, edge);
                }

                j += width;
            }
        }
    }
}

/// <summary>The gradient of the input; item t is a block of images. Each output pixel in turn adds to its window: the sums go on from what
/// is there. The rows of a tile are images, its columns kernel columns and channels.</summary>
internal readonly unsafe struct LocalInputGradientBody<TLanes, TVector>(LocalCall call, PinnedEpilogue epilogue, int block) : IRangeBody
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [ThreadStatic]
    private static ScratchBuffer t_panel;

    [ThreadStatic]
    private static ScratchBuffer t_images;

    public int Items => (call.Images + block - 1) / block;

    public void Invoke(int start, int end)
    {
        for (var item = start; item < end; item++)
        {
            DoImages(item * block, Math.Min(call.Images, (item + 1) * block));
        }
    }

    private void DoImages(int first, int last)
    {
        var edge = stackalloc float[Tile<TLanes, TVector>.EdgeLength];
        var shape = call.Shape;
        var length = LocalCall.PaddedLength(shape);
        var isPadded = shape.PaddingY > 0 || shape.PaddingX > 0;
        var images = isPadded ? t_images.Rent((last - first) * length) : call.Input + first * length;
        for (var image = 0; image < last - first; image++)
        {
            new Span<float>(images + image * length, (int)length).Clear();
        }

        for (var position = 0; position < call.Positions; position++)
        {
            for (var kernelRow = 0; kernelRow < shape.KernelHeight; kernelRow++)
            {
                AddWindowRow(position, kernelRow, first, last, images + call.WindowOf(position) + kernelRow * call.Line, length, edge);
            }
        }

        for (var image = first; image < last; image++)
        {
            if (isPadded)
            {
                CutPadding(images + (image - first) * length, call.Input + (nint)image * shape.InputLength);
            }
            EpiloguePass.Apply(epilogue, call.Input, (nint)image * shape.InputLength, shape.InputLength, shape.Channels);
        }
    }

    private void AddWindowRow(int position, int kernelRow, int first, int last, float* target, nint length, float* edge)
    {
        var shape = call.Shape;
        var weights = call.Weights + position * call.WeightsPerPosition + (nint)kernelRow * call.Run * shape.Filters;
        var a = call.Output + (nint)first * shape.OutputLength + (nint)position * shape.Filters;
        for (var j = 0; j < call.Run;)
        {
            var width = Tile<TLanes, TVector>.WidthFor(call.Run - j);
            var columns = Math.Min(width, call.Run - j);
            var panel = t_panel.Rent((long)shape.Filters * width);
            Packing.Transpose(weights + (nint)j * shape.Filters, shape.Filters, columns, shape.Filters, panel, width);
            var walk = TileWalk.Straight(shape.Filters, shape.OutputLength, 1, width);
            for (var image = 0; image < last - first; image += Tile<TLanes, TVector>.MostRows)
            {
                var rows = Math.Min(Tile<TLanes, TVector>.MostRows, last - first - image);
                Tile<TLanes, TVector>.Run(
                    rows, columns, width, walk, a + (nint)image * shape.OutputLength, panel, target + image * length + j, length, true,
                    edge);
            }

            j += width;
        }
    }

    private void CutPadding(float* padded, float* image)
    {
        var shape = call.Shape;
        var row = shape.Width * shape.Channels;
        for (var y = 0; y < shape.Height; y++)
        {
            var source = padded + (y + shape.PaddingY) * call.Line + (nint)shape.PaddingX * shape.Channels;
            new ReadOnlySpan<float>(source, row).CopyTo(new Span<float>(image + (nint)y * row, row));
        }
    }
}

/// <summary>Columns of a row-major matrix as a tile reads them: in place when they fill it, else copied with zeros after them.</summary>
internal readonly unsafe ref struct RightPanel
{
    public RightPanel(float* source, nint sourceRow, int rows, int columns, int width, ref ScratchBuffer scratch)
    {
        if (columns == width)
        {
            Data = source;
            Step = sourceRow;
            return;
        }

        var copy = scratch.Rent((long)rows * width);
        Packing.Copy(source, sourceRow, rows, columns, copy, width);
        Data = copy;
        Step = width;
    }

    public readonly float* Data;

    /// <summary>Distance of the rows.</summary>
    public readonly nint Step;
}
