namespace Experiments.Numerics.Tests;

public sealed class OperatorNormTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(7, 1)]
    [InlineData(10, 33)]
    [InlineData(64, 64)]
    [InlineData(130, 41)]
    public void Largest_RandomMatrix_EqualsTheSvd(int outputs, int inputs)
    {
        var weights = SpectralData.GaussianFloats(5, outputs * inputs);

        var norm = OperatorNorm.Largest(new DenseOperator(weights, outputs, inputs, ComputeThreads.Single), Tolerance);

        Assert.True(norm.Converged);
        Assert.Equal(1, norm.Value / LargestBySvd(weights, outputs, inputs), 1e-8);
    }

    [Fact]
    public void Largest_TwoEqualLargestValues_IsTheirValue()
    {
        var weights = new float[50 * 50];
        for (var i = 0; i < 50; i++)
        {
            weights[i * 50 + i] = i is 11 or 30 ? 3 : 3 - 1e-4f * i;
        }

        Assert.Equal(3, OperatorNorm.Largest(new DenseOperator(weights, 50, 50, ComputeThreads.Single), Tolerance).Value, 1e-5 * 3);
    }

    [Fact]
    public void Largest_ZeroMatrix_IsZero() =>
        Assert.Equal(0, OperatorNorm.Largest(new DenseOperator(new float[12], 3, 4, ComputeThreads.Single), Tolerance).Value);

    [Fact]
    public void Largest_RankOne_IsTheProductOfTheNorms()
    {
        float[] u = [1, -2, 2], v = [3, 0, 4, 0];
        float[] weights = [.. u.SelectMany(a => v.Select(b => a * b))];

        Assert.Equal(15, OperatorNorm.Largest(new DenseOperator(weights, 3, 4, ComputeThreads.Single), Tolerance).Value, 1e-12);
    }

    [Fact]
    public void Largest_AnyThreads_SameBits()
    {
        var weights = SpectralData.GaussianFloats(5, 300 * 1100);
        var expected = OperatorNorm.Largest(new DenseOperator(weights, 300, 1100, ComputeThreads.Single), Tolerance);
        using var threads = new ComputeThreads(3);

        Assert.Equal(expected, OperatorNorm.Largest(new DenseOperator(weights, 300, 1100, threads), Tolerance));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 2, 2)]
    public void Largest_PaddedConvolution_EqualsTheSvdOfItsMatrix(int stride, int padding, int groups)
    {
        var shape = NaiveSpectrum.Shape(channels: 2 * groups, filters: 3 * groups, size: 7, kernel: 3, stride, padding, groups);
        var weights = SpectralData.GaussianFloats(8, shape.WeightLength);
        var matrix = NaiveSpectrum.PaddedMatrix(shape, weights);

        var norm = OperatorNorm.Largest(ImageOperator.OfConvolution(shape, weights, ComputeThreads.Single), Tolerance);

        Assert.True(norm.Converged);
        Assert.Equal(1, norm.Value / JacobiSvd.Of(matrix, shape.OutputLength, shape.InputLength).Values[0], 1e-6);
    }

    private static double LargestBySvd(float[] weights, int outputs, int inputs) =>
        JacobiSvd.Of([.. weights.Select(w => (double)w)], outputs, inputs).Values[0];
}
