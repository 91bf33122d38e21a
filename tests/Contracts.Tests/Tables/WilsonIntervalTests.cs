namespace Experiments.Contracts.Tests;

public sealed class WilsonIntervalTests
{
    /// <summary>R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, Statistics in Medicine 17, table I,
    /// method 3: four decimals.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void For_PublishedExamples_AgreesToTheLastPrintedDigit(int count, int total, double low, double high)
    {
        var interval = WilsonInterval.For(count, total);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(2_000_000_000)]
    public void For_NoneOrAll_EndsExactlyAtZeroOrOne(int total)
    {
        var (none, all) = (WilsonInterval.For(0, total), WilsonInterval.For(total, total));

        Assert.Equal(0, none.Low);
        Assert.Equal(1, all.High);
        Assert.Equal(none.High, 1 - all.Low, 12);
        Assert.InRange(none.High, double.Epsilon, 0.9999);
    }

    [Fact]
    public void For_EveryCountOfFifty_HoldsTheRateInsideZeroToOne()
    {
        for (var count = 0; count <= 50; count++)
        {
            var interval = WilsonInterval.For(count, 50);

            Assert.InRange(interval.Low, 0, count / 50.0);
            Assert.InRange(interval.High, count / 50.0, 1);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    public void For_ImpossibleCounts_AreRefused(int count, int total) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.For(count, total));
}
