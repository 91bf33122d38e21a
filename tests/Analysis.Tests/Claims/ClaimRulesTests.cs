namespace Experiments.Analysis.Tests;

public sealed class ClaimRulesTests
{
    /// <summary>Theirs: 11.7 % of 256 images, printed to 0.1 points.</summary>
    [Theory]
    [InlineData(117, ClaimVerdict.Reproduced)]
    [InlineData(118, ClaimVerdict.InsideInterval)]
    [InlineData(100, ClaimVerdict.InsideInterval)]
    [InlineData(80, ClaimVerdict.InsideInterval)]
    [InlineData(72, ClaimVerdict.Deviates)]
    [InlineData(170, ClaimVerdict.Deviates)]
    public void Number_RateOfThousand_IsJudgedBySampling(int errors, ClaimVerdict verdict)
    {
        var finding = ClaimRules.Number(Estimate.OfRate(errors, 1000), Estimate.OfRate(30, 256) with { Value = 0.117 }, 0.0005);

        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal(errors / 1000.0, finding.Ours.Value);
    }

    [Theory]
    [InlineData(1000, ClaimVerdict.Reproduced)]
    [InlineData(999, ClaimVerdict.Deviates)]
    public void Always_OneException_Deviates(int count, ClaimVerdict verdict)
    {
        var finding = ClaimRules.Always([(1000, 1000), (count, 1000)]);

        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal($"{1000 + count:#,0} of 2,000 in 2 sets", finding.Detail);
    }

    [Theory]
    [InlineData(200, 100, ClaimVerdict.Reproduced, "holds in 2 of 2 pairs, clearly in 2; clearly reversed in 0")]
    [InlineData(101, 100, ClaimVerdict.InsideInterval, "holds in 2 of 2 pairs, clearly in 1; clearly reversed in 0")]
    [InlineData(99, 100, ClaimVerdict.InsideInterval, "holds in 1 of 2 pairs, clearly in 1; clearly reversed in 0")]
    [InlineData(50, 100, ClaimVerdict.Deviates, "holds in 1 of 2 pairs, clearly in 1; clearly reversed in 1")]
    public void MoreThan_SecondPairVaries_IsJudgedByTheWorstPair(int more, int less, ClaimVerdict verdict, string detail)
    {
        var finding = ClaimRules.MoreThan(
            [(Estimate.OfRate(300, 1000), Estimate.OfRate(100, 1000)), (Estimate.OfRate(more, 1000), Estimate.OfRate(less, 1000))]);

        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal(detail, finding.Detail);
    }

    [Theory]
    [InlineData(0, ClaimVerdict.Reproduced)]
    [InlineData(9, ClaimVerdict.InsideInterval)]
    [InlineData(40, ClaimVerdict.Deviates)]
    public void AtMost_OnePercent_ComparesTheWholeInterval(int count, ClaimVerdict verdict)
    {
        var finding = ClaimRules.AtMost([Estimate.OfRate(0, 1000), Estimate.OfRate(count, 1000)], 0.01);

        Assert.Equal((verdict, count / 1000.0), (finding.Verdict, finding.Ours.Value));
    }

    [Theory]
    [InlineData(110, 105, ClaimVerdict.Reproduced)]
    [InlineData(99, 98, ClaimVerdict.InsideInterval)]
    [InlineData(200, 50, ClaimVerdict.Deviates)]
    public void NotLess_AgainstAHundred_DeviatesOnlyWhereOneIsClearlyLess(int first, int second, ClaimVerdict verdict)
    {
        var hundred = Estimate.OfRate(100, 1000);

        Assert.Equal(
            verdict, ClaimRules.NotLess([(Estimate.OfRate(first, 1000), hundred), (Estimate.OfRate(second, 1000), hundred)]).Verdict);
    }

    [Fact]
    public void Number_WithoutChance_IsJudgedByItsDigits()
    {
        Assert.Equal(
            ClaimVerdict.Reproduced, ClaimRules.Number(new Estimate(2.753, 2.753, 2.753), new Estimate(2.75, 2.75, 2.75), 0.005).Verdict);
        Assert.Equal(
            ClaimVerdict.Deviates, ClaimRules.Number(new Estimate(2.76, 2.76, 2.76), new Estimate(2.75, 2.75, 2.75), 0.005).Verdict);
    }

    [Fact]
    public void MoreThan_NoPair_IsRefused() => Assert.Throws<ArgumentException>(() => ClaimRules.MoreThan([]));
}
