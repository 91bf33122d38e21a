using Experiments.Contracts;

namespace Experiments.Analysis.Tests;

public sealed class EstimateTests
{
    /// <summary>R. G. Newcombe, 1998, Statistics in Medicine 17, 873-890, table II, method 10.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    public void Minus_TwoRates_IsNewcombesMethod10(int count1, int total1, int count2, int total2, double low, double high)
    {
        var difference = Estimate.OfRate(count1, total1).Minus(Estimate.OfRate(count2, total2));

        Assert.Equal((double)count1 / total1 - (double)count2 / total2, difference.Value, 1e-12);
        Assert.Equal(low, difference.Low, 5e-5);
        Assert.Equal(high, difference.High, 5e-5);
    }

    [Fact]
    public void OfMean_HundredValues_IsTheNormalInterval()
    {
        var mean = Estimate.OfMean(0.05, 0.02, 100);

        Assert.Equal(0.05 - (1.959963984540054 * 0.002), mean.Low, 1e-15);
        Assert.Equal(0.05 + (1.959963984540054 * 0.002), mean.High, 1e-15);
    }

    [Fact]
    public void SpreadOf_KnownValues_IsMeanAndSampleDeviation()
    {
        var spread = SpreadOfValues.Of([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.Equal(5, spread.Mean);
        Assert.Equal(Math.Sqrt(32.0 / 7), spread.Deviation, 1e-15);
        Assert.Equal(0, SpreadOfValues.Of([3]).Deviation);
        Assert.Throws<ArgumentException>(() => SpreadOfValues.Of([]));
    }
}
