namespace Experiments.Numerics.Tests;

public sealed class JacobiSvdTests
{
    [Fact]
    public void Of_Hilbert8_GivesThePublishedEigenvalues()
    {
        // Eigenvalues of the 8 x 8 Hilbert matrix: numpy 1.24.2, numpy.linalg.eigvalsh(scipy.linalg.hilbert(8)).
        double[] hilbert = [.. from i in Enumerable.Range(1, 8) from j in Enumerable.Range(1, 8) select 1.0 / (i + j - 1)];

        var values = JacobiSvd.Of(hilbert, 8, 8).Values;

        Assert.Equal(1.6959389969219498, values[0], 1e-14);
        Assert.Equal(0.29812521131693073, values[1], 1e-14);
        Assert.Equal(0.026212843578119214, values[2], 1e-14);
    }

    [Theory]
    [InlineData(9, 5)]
    [InlineData(5, 9)]
    [InlineData(12, 12)]
    [InlineData(4, 1)]
    public void Of_RandomMatrix_VectorsAreOrthonormalAndGiveTheValues(int rows, int columns)
    {
        var a = SpectralData.Gaussian(3, rows * columns);

        var svd = JacobiSvd.Of(a, rows, columns);

        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Dot(Row(svd, i, columns), Row(svd, j, columns)), 1e-13);
            }
            var image =
                Enumerable.Range(0, rows).Select(r => Dot(a.AsSpan(r * columns, columns).ToArray(), Row(svd, i, columns))).ToArray();
            Assert.Equal(svd.Values[i], Math.Sqrt(Dot(image, image)), 1e-13);
        }

        Assert.Equal(svd.Values.OrderDescending(), svd.Values);
        Assert.Equal(Dot(a, a), svd.Values.Sum(v => v * v), 1e-11);
    }

    private static double[] Row(JacobiSvd svd, int i, int columns) => svd.RightVectors.Span.Slice(i * columns, columns).ToArray();

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}

/// <summary>Matrices for tests of norms.</summary>
internal static class SpectralData
{
    public static double[] Gaussian(ulong seed, int length) => [.. GaussianFloats(seed, length).Select(v => (double)v)];

    public static float[] GaussianFloats(ulong seed, int length)
    {
        var values = new float[length];
        new CounterRandom(seed, RandomPurpose.None, 1).FillGaussian(values);
        return values;
    }
}
