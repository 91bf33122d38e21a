using Experiments.Contracts;

namespace Experiments.Analysis.Tests;

public sealed class StudentIntervalTests
{
    /// <summary>scipy.stats.t.ppf(0.975, df), SciPy 1.10.1.</summary>
    [Theory]
    [InlineData(1, 12.706204736432095)]
    [InlineData(4, 2.7764451051977987)]
    [InlineData(30, 2.0422724563012373)]
    [InlineData(31, 2.0395134463964077)]
    [InlineData(40, 2.0210753829953374)]
    [InlineData(120, 1.9799304050527766)]
    [InlineData(1000, 1.9623390808264074)]
    public void Quantile_AnyDegreesOfFreedom_IsScipys(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentInterval.Quantile(degreesOfFreedom), 1e-7);

    [Fact]
    public void Of_FiveValues_IsScipysInterval()
    {
        // scipy.stats.t.interval(0.95, 4, mean, sem) of these values: (1.0183784192612195, 2.9816215807387803).
        var interval = StudentInterval.Of([1.0, 1.5, 2.0, 2.5, 3.0]);

        Assert.Equal((5, 2.0), (interval.Count, interval.Mean));
        Assert.Equal(0.79056941504, interval.Deviation!.Value, 1e-10);
        Assert.Equal(1.0183785, interval.Low!.Value, 1e-6);
        Assert.Equal(2.9816215, interval.High!.Value, 1e-6);
    }

    [Fact]
    public void Quantile_MoreFreedom_IsSmaller()
    {
        for (var freedom = 1; freedom < 200; freedom++)
        {
            Assert.True(StudentInterval.Quantile(freedom + 1) < StudentInterval.Quantile(freedom), $"at {freedom}");
        }
    }

    [Fact]
    public void Within_RangeOfTheValues_CutsTheEndsOnly()
    {
        Assert.Equal((0.9, 0.7, 1.0), Ends(new StudentInterval(5, 0.9, 0.1, 0.7, 1.1).Within(0, 1)));
        Assert.Equal((0.3, 0.3, 0.3), Ends(StudentInterval.Of([0.3]).Within(0, 1)));

        static (double, double, double) Ends(StudentInterval interval) => (interval.Mean, interval.Low!.Value, interval.High!.Value);
    }

    [Fact]
    public void Of_OneValue_HasNoInterval() => Assert.Equal(new StudentInterval(1, 0.25, null, null, null), StudentInterval.Of([0.25]));

    [Fact]
    public void Of_EqualValues_IsAPoint() => Assert.Equal(new StudentInterval(3, 0.5, 0, 0.5, 0.5), StudentInterval.Of([0.5, 0.5, 0.5]));

    [Fact]
    public void Of_NoValue_Throws() => Assert.Throws<ArgumentException>(() => StudentInterval.Of([]));
}
