namespace Experiments.Analysis.Tests;

public sealed class PublishedClaimTests
{
    private static readonly PublishedResults Paper = PublishedResults.Load("szegedy2013");

    [Theory]
    [InlineData(0.0625, 0.00005)]
    [InlineData(0.117, 0.0005)]
    [InlineData(0.02, 0.0005)]
    [InlineData(0, 0.0005)]
    [InlineData(1, 0.0005)]
    public void HalfDigit_Rate_IsHalfOfItsLastDecimalInPercent(double rate, double half) =>
        Assert.Equal(half, new PublishedValue("t", PublishedValue.ErrorRate, rate).HalfDigit, 1e-15);

    [Theory]
    [InlineData(0.062, 0.0005)]
    [InlineData(0.1, 0.005)]
    [InlineData(0.14, 0.005)]
    [InlineData(2.75, 0.005)]
    [InlineData(7.5, 0.05)]
    [InlineData(7, 0.05)]
    [InlineData(11, 0.5)]
    public void HalfDigit_Distortion_IsHalfOfItsSecondDigit(double distortion, double half) =>
        Assert.Equal(half, new PublishedValue("t", PublishedValue.Distortion, distortion).HalfDigit, 1e-15);

    /// <summary>What docs/claims.md says about the number of images behind the paper's rates.</summary>
    [Fact]
    public void Values_MinimalExamples_AreNearlyAllMultiplesOf1In256()
    {
        var rates = Paper.Values.Where(v => v is { Quantity: PublishedValue.ErrorRate, Attack: "lbfgs", Value: > 0 and < 1 })
            .Select(v => v.Value)
            .ToList();

        // Whole percentages may have been rounded to that.
        var multiples = rates.Count(r => Math.Abs(Math.Round(r * 256) / 256 - r) <= (Math.Abs(r * 100 - Math.Round(r * 100)) < 1e-9 ? 0.005
            : r == 0.0625 ? 0.00005
            : 0.0005) + 1e-12);

        Assert.Equal((36, 33), (rates.Count, multiples));
        Assert.Equal(256, Paper.ImagesOf(Paper.Values.First(v => v.Attack == "lbfgs")));
        Assert.Equal(10_000, Paper.ImagesOf(Paper.Values.First(v => v.Data == "test")));
    }

    [Fact]
    public void Statements_All_SayWhatDecidesThem()
    {
        Assert.Equal(Paper.Statements.Count, Paper.Statements.Select(s => s.Id).Distinct().Count());
        Assert.All(Paper.Statements, s =>
        {
            Assert.Equal(s.Rule is ClaimRule.MoreThan or ClaimRule.NotLess, s.Pairs is { Count: > 0 });
            Assert.Equal(s.Pairs is null, s.Values is not null);
            Assert.Equal(s.Rule is ClaimRule.AtMost or ClaimRule.Number, s.Value is not null);
        });
    }

    [Fact]
    public void Why_KnownSide_SaysIt()
    {
        var own = Paper.Values.First(v => v is { Attack: "amplified 0.1", Source: "FC100-100-10 (P1)", Victim: "FC100-100-10 (P1)" });
        var other = Paper.Values.First(v => v is { Attack: "amplified 0.1", Source: "FC100-100-10 (P1)", Victim: "FC123-456-10 (P1)" });

        Assert.StartsWith("where the smallest perturbation is larger", Paper.Why(own, above: false), StringComparison.Ordinal);
        Assert.Null(Paper.Why(own, above: true));
        Assert.Null(Paper.Why(other, above: false));
    }
}
