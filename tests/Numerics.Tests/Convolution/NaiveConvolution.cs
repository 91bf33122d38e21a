namespace Experiments.Numerics.Tests;

/// <summary>Convolutions as their definitions say, with the order of additions that the kernels promise. Zeros outside of an image take
/// part.</summary>
internal static class NaiveConvolution
{
    public static float[] Forward(Convolution2DShape s, int n, float[] x, float[] weights)
    {
        var y = new float[n * s.OutputLength];
        Visit(s, n, (image, oy, ox, filter, group) =>
        {
            var sum = 0f;
            for (var ky = 0; ky < s.KernelHeight; ky++)
            {
                for (var kx = 0; kx < s.KernelWidth; kx++)
                {
                    for (var c = 0; c < s.ChannelsPerGroup; c++)
                    {
                        var pixel = Input(
                            s, x, image, oy * s.StrideY + ky - s.PaddingY, ox * s.StrideX + kx - s.PaddingX,
                            group * s.ChannelsPerGroup + c);
                        sum = MathF.FusedMultiplyAdd(pixel, weights[Weight(s, filter, c, ky, kx)], sum);
                    }
                }
            }

            y[Output(s, image, oy, ox, filter)] = sum;
        });
        return y;
    }

    /// <summary>The order with eight channels per group or more, and with fewer.</summary>
    public static float[] InputGradient(Convolution2DShape s, int n, float[] dy, float[] weights) =>
        s.ChannelsPerGroup >= 8 ? OneSumInputGradient(s, n, dy, weights) : FoldedInputGradient(s, n, dy, weights);

    private static float[] FoldedInputGradient(Convolution2DShape s, int n, float[] dy, float[] weights)
    {
        var dx = new float[n * s.InputLength];
        for (var at = 0; at < dx.Length; at++)
        {
            var channel = at % s.Channels;
            var ix = at / s.Channels % s.Width;
            var iy = at / s.Channels / s.Width % s.Height;
            var group = channel / s.ChannelsPerGroup;
            for (var oy = 0; oy < s.OutputHeight; oy++)
            {
                var ky = iy + s.PaddingY - oy * s.StrideY;
                for (var kx = 0; kx < s.KernelWidth && ky >= 0 && ky < s.KernelHeight; kx++)
                {
                    var toX = ix + s.PaddingX - kx;
                    if (toX < 0 || toX % s.StrideX != 0 || toX / s.StrideX >= s.OutputWidth)
                    {
                        continue;
                    }
                    var sum = 0f;
                    for (var f = group * s.FiltersPerGroup; f < (group + 1) * s.FiltersPerGroup; f++)
                    {
                        var gradient = dy[Output(s, at / s.InputLength, oy, toX / s.StrideX, f)];
                        sum = MathF.FusedMultiplyAdd(gradient, weights[Weight(s, f, channel % s.ChannelsPerGroup, ky, kx)], sum);
                    }

                    dx[at] += sum;
                }
            }
        }

        return dx;
    }

    private static float[] OneSumInputGradient(Convolution2DShape s, int n, float[] dy, float[] weights)
    {
        var dx = new float[n * s.InputLength];
        for (var at = 0; at < dx.Length; at++)
        {
            var channel = at % s.Channels;
            var ix = at / s.Channels % s.Width;
            var iy = at / s.Channels / s.Width % s.Height;
            var image = at / s.InputLength;
            var group = channel / s.ChannelsPerGroup;
            var sum = 0f;
            for (var ky = s.KernelHeight - 1; ky >= 0; ky--)
            {
                for (var kx = s.KernelWidth - 1; kx >= 0; kx--)
                {
                    var (toY, toX) = (iy + s.PaddingY - ky, ix + s.PaddingX - kx);
                    if (toY % s.StrideY != 0 || toX % s.StrideX != 0)
                    {
                        continue;
                    }
                    var (oy, ox) = (toY / s.StrideY, toX / s.StrideX);
                    var inside = oy >= 0 && oy < s.OutputHeight && ox >= 0 && ox < s.OutputWidth;
                    for (var f = 0; f < s.FiltersPerGroup; f++)
                    {
                        var filter = group * s.FiltersPerGroup + f;
                        var gradient = inside ? dy[Output(s, image, oy, ox, filter)] : 0;
                        sum = MathF.FusedMultiplyAdd(gradient, weights[Weight(s, filter, channel % s.ChannelsPerGroup, ky, kx)], sum);
                    }
                }
            }

            dx[at] = sum;
        }

        return dx;
    }

    public static float[] WeightGradient(Convolution2DShape s, int n, float[] x, float[] dy)
    {
        var dw = new float[s.WeightLength];
        Visit(s, n, (image, oy, ox, filter, group) =>
        {
            for (var ky = 0; ky < s.KernelHeight; ky++)
            {
                for (var kx = 0; kx < s.KernelWidth; kx++)
                {
                    for (var c = 0; c < s.ChannelsPerGroup; c++)
                    {
                        var pixel = Input(
                            s, x, image, oy * s.StrideY + ky - s.PaddingY, ox * s.StrideX + kx - s.PaddingX,
                            group * s.ChannelsPerGroup + c);
                        ref var sum = ref dw[Weight(s, filter, c, ky, kx)];
                        sum = MathF.FusedMultiplyAdd(dy[Output(s, image, oy, ox, filter)], pixel, sum);
                    }
                }
            }
        });
        return dw;
    }

    public static float[] BiasGradient(Convolution2DShape s, int n, float[] dy)
    {
        var db = new float[s.Filters];
        for (var image = 0; image < n; image++)
        {
            var sums = new float[s.Filters];
            for (var i = 0; i < s.OutputLength; i++)
            {
                sums[i % s.Filters] += dy[image * s.OutputLength + i];
            }
            for (var f = 0; f < s.Filters; f++)
            {
                db[f] += sums[f];
            }
        }

        return db;
    }

    private static void Visit(Convolution2DShape s, int n, Action<int, int, int, int, int> visit)
    {
        for (var image = 0; image < n; image++)
        {
            for (var oy = 0; oy < s.OutputHeight; oy++)
            {
                for (var ox = 0; ox < s.OutputWidth; ox++)
                {
                    for (var filter = 0; filter < s.Filters; filter++)
                    {
                        visit(image, oy, ox, filter, filter / s.FiltersPerGroup);
                    }
                }
            }
        }
    }

    private static float Input(Convolution2DShape s, float[] x, int image, int y, int column, int channel) =>
        y < 0 || y >= s.Height || column < 0 || column >= s.Width
            ? 0
            : x[((image * s.Height + y) * s.Width + column) * s.Channels + channel];

    private static int Output(Convolution2DShape s, int image, int y, int x, int filter) =>
        ((image * s.OutputHeight + y) * s.OutputWidth + x) * s.Filters + filter;

    private static int Weight(Convolution2DShape s, int filter, int c, int ky, int kx) =>
        ((filter * s.ChannelsPerGroup + c) * s.KernelHeight + ky) * s.KernelWidth + kx;
}
