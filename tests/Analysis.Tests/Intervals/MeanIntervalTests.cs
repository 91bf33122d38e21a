namespace Experiments.Analysis.Tests;

public sealed class MeanIntervalTests
{
    /// <summary>SciPy 1.10: <c>t.interval(.95, 4, x.mean(), x.std(ddof=1) / 5 ** .5)</c>.</summary>
    [Fact]
    public void Of_FiveValues_AgreesWithSciPy()
    {
        var interval = MeanInterval.Of([0.5, 0.25, 1, 0.75, 0.625]);

        Assert.Equal(0.625, interval.Mean, 15);
        Assert.Equal(0.27794436185027516, interval.Low, 11);
        Assert.Equal(0.9720556381497248, interval.High, 11);
    }

    /// <summary>SciPy 1.10: <c>t.ppf(.975, df)</c>.</summary>
    [Theory]
    [InlineData(1, 12.706204736432095, 1e-11)]
    [InlineData(30, 2.0422724563012373, 1e-11)]
    [InlineData(31, 2.0395134463964077, 3e-8)]
    [InlineData(50, 2.008559109715206, 1e-9)]
    [InlineData(1000, 1.9623390808264074, 1e-9)]
    public void Quantile_TabulatedAndExpanded_AgreesWithSciPy(int freedom, double expected, double tolerance) =>
        Assert.Equal(expected, MeanInterval.Quantile(freedom), tolerance);

    [Fact]
    public void Quantile_MoreFreedom_IsSmaller()
    {
        for (var freedom = 1; freedom < 200; freedom++)
        {
            Assert.True(MeanInterval.Quantile(freedom + 1) < MeanInterval.Quantile(freedom), $"at {freedom}");
        }
    }

    [Fact]
    public void Of_OneValue_HasNoWidth() => Assert.Equal(new MeanInterval(0.3, 0.3, 0.3), MeanInterval.Of([0.3]));

    [Fact]
    public void Within_RangeOfTheValues_CutsTheEndsOnly() =>
        Assert.Equal(new MeanInterval(0.9, 0.7, 1), new MeanInterval(0.9, 0.7, 1.1).Within(0, 1));

    [Fact]
    public void Of_NoValue_IsRefused() => Assert.Throws<ArgumentException>(() => MeanInterval.Of([]));
}
