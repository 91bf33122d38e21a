namespace Experiments.Numerics.Tests;

/// <summary>Matrices of convolutions, entry by entry.</summary>
internal static class NaiveSpectrum
{
    public static Convolution2DShape Shape(int channels, int filters, int size, int kernel, int stride, int padding, int groups) => new()
    {
        Channels = channels,
        Height = size,
        Width = size + stride,
        Filters = filters,
        KernelHeight = kernel,
        KernelWidth = kernel - 1,
        StrideY = stride,
        StrideX = stride,
        PaddingY = padding,
        PaddingX = padding,
        Groups = groups,
    };

    /// <summary>[outputs, inputs] with zeros around the image.</summary>
    public static double[] PaddedMatrix(Convolution2DShape shape, float[] weights) =>
        Matrix(
            shape, weights, shape.Height, shape.Width, shape.OutputHeight, shape.OutputWidth, (at, size) => at >= 0 && at < size ? at : -1);

    /// <summary>[outputs, inputs] on a torus.</summary>
    public static double[] PeriodicMatrix(PeriodicConvolution convolution, float[] weights) =>
        Matrix(
            convolution.Shape,
            weights,
            convolution.Height,
            convolution.Width,
            convolution.Height / convolution.Shape.StrideY,
            convolution.Width / convolution.Shape.StrideX,
            (at, size) => (at + size) % size);

    private static double[] Matrix(
        Convolution2DShape shape, float[] weights, int height, int width, int outputHeight, int outputWidth, Func<int, int, int> place)
    {
        var (depth, filters) = (shape.Channels / shape.Groups, shape.Filters / shape.Groups);
        var inputs = shape.Channels * height * width;
        var matrix = new double[shape.Filters * outputHeight * outputWidth * inputs];
        for (var f = 0; f < shape.Filters; f++)
        {
            for (var i = 0; i < depth * shape.KernelHeight * shape.KernelWidth; i++)
            {
                var (c, a, b) =
                    (i / shape.KernelWidth / shape.KernelHeight, i / shape.KernelWidth % shape.KernelHeight, i % shape.KernelWidth);
                for (var o = 0; o < outputHeight * outputWidth; o++)
                {
                    var row = place(o / outputWidth * shape.StrideY + a - shape.PaddingY, height);
                    var column = place(o % outputWidth * shape.StrideX + b - shape.PaddingX, width);
                    if (row >= 0 && column >= 0)
                    {
                        matrix[((f * outputHeight * outputWidth) + o) * inputs + ((f / filters * depth) + c) * height * width + row * width
                            + column] += weights[f * depth * shape.KernelHeight * shape.KernelWidth + i];
                    }
                }
            }
        }

        return matrix;
    }
}
