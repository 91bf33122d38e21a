using CsCheck;

namespace Experiments.Contracts.Tests;

/// <summary>Random counts and values: an interval holds its estimate and does not leave the range of what it is an interval of.</summary>
public sealed class IntervalPropertyTests
{
    private const int Samples = 100_000;

    private static readonly Gen<(long Count, long Total)> Share = Gen.Select(Gen.Long[1, 2_000_000_000], Gen.Frequency<double>(
        (6, Gen.Double[0, 1]), (1, Gen.Const(0.0)), (1, Gen.Const(1.0))), (total, share) => ((long)(share * total), total));

    [Fact]
    public void Wilson_RandomCounts_HoldsTheRateInsideZeroAndOne() =>
        Share.Sample(
            share =>
            {
                var interval = WilsonInterval.For(share.Count, share.Total);
                Assert.InRange(interval.Low, 0, share.Count / (double)share.Total);
                Assert.InRange(interval.High, share.Count / (double)share.Total, 1);
            },
            iter: Samples);

    [Fact]
    public void Wilson_RandomCounts_IsTheMirrorOfTheOthers() =>
        Share.Sample(
            share =>
            {
                var (interval, mirror) =
                    (WilsonInterval.For(share.Count, share.Total), WilsonInterval.For(share.Total - share.Count, share.Total));
                Assert.Equal(interval.Low, 1 - mirror.High, 1e-9);
                Assert.Equal(interval.High, 1 - mirror.Low, 1e-9);
            },
            iter: Samples);

    [Fact]
    public void Student_RandomRates_HoldsTheMeanInsideZeroAndOne() =>
        Gen.Double[0, 1].Array[1, 12].Sample(
            rates =>
            {
                var interval = StudentInterval.Of(rates).Within(0, 1);
                Assert.InRange(interval.Low!.Value, 0, interval.Mean);
                Assert.InRange(interval.High!.Value, interval.Mean, 1);
            },
            iter: Samples);

    [Fact]
    public void Student_RandomValues_IsAroundTheMeanAndFinite() =>
        Gen.Double[-1e100, 1e100].Array[2, 12].Sample(
            values =>
            {
                var interval = StudentInterval.Of(values);
                Assert.True(double.IsFinite(interval.Low!.Value) && double.IsFinite(interval.High!.Value));
                Assert.True(interval.Low <= interval.Mean && interval.Mean <= interval.High);
            },
            iter: Samples);
}
