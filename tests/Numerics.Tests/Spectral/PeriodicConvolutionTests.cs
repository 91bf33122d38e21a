namespace Experiments.Numerics.Tests;

public sealed class PeriodicConvolutionTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(1, 0, 1, 1, 1)]
    [InlineData(1, 1, 1, 3, 2)]
    [InlineData(2, 1, 1, 2, 5)]
    [InlineData(3, 0, 1, 1, 4)]
    [InlineData(2, 2, 2, 2, 3)]
    [InlineData(4, 0, 1, 2, 3)]
    public void Norm_AnyStrideAndGroups_EqualsTheSvdOfTheWholeMatrix(int stride, int padding, int groups, int channels, int filters)
    {
        var shape = NaiveSpectrum.Shape(channels * groups, filters * groups, 8, kernel: 4, stride, padding, groups);
        var weights = SpectralData.GaussianFloats(13, shape.WeightLength);
        var convolution = PeriodicConvolution.Around(shape);
        var outputs = shape.Filters * convolution.Height * convolution.Width / (stride * stride);
        var expected =
            Largest(NaiveSpectrum.PeriodicMatrix(convolution, weights), outputs, shape.Channels * convolution.Height * convolution.Width);

        var (norm, converged) = convolution.Norm(weights, Tolerance, ComputeThreads.Single);

        Assert.True(converged);
        Assert.Equal(1, norm / expected, 1e-9);
    }

    [Fact]
    public void Norm_DelayBySomePixels_IsOne()
    {
        var shape = NaiveSpectrum.Shape(1, 1, 9, kernel: 3, stride: 1, padding: 1, groups: 1);
        var weights = new float[shape.WeightLength];
        weights[^1] = 1;

        Assert.Equal(1, PeriodicConvolution.Around(shape).Norm(weights, Tolerance, ComputeThreads.Single).Value, 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void Norm_OnTheTorusAroundThePaddedImage_BoundsTheConvolutionWithZerosAround(int stride, int padding)
    {
        var shape = NaiveSpectrum.Shape(3, 4, 9, kernel: 3, stride, padding, groups: 1);
        var weights = SpectralData.GaussianFloats(21, shape.WeightLength);

        var (periodic, _) = PeriodicConvolution.Around(shape).Norm(weights, Tolerance, ComputeThreads.Single);
        var padded = OperatorNorm.Largest(ImageOperator.OfConvolution(shape, weights, ComputeThreads.Single), 1e-5).Value;

        Assert.InRange(padded, 0.5 * periodic, periodic);
    }

    [Fact]
    public void Norm_AnyThreads_SameBits()
    {
        var shape = NaiveSpectrum.Shape(6, 8, 20, kernel: 5, stride: 2, padding: 2, groups: 2);
        var weights = SpectralData.GaussianFloats(34, shape.WeightLength);
        var expected = PeriodicConvolution.Around(shape).Norm(weights, Tolerance, ComputeThreads.Single);
        using var threads = new ComputeThreads(4);

        Assert.Equal(expected, PeriodicConvolution.Around(shape).Norm(weights, Tolerance, threads));
    }

    private static double Largest(double[] matrix, int rows, int columns)
    {
        if (columns <= rows)
        {
            return JacobiSvd.Of(matrix, rows, columns).Values[0];
        }

        var transposed = new double[matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
        {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return JacobiSvd.Of(transposed, columns, rows).Values[0];
    }
}
