namespace Experiments.Attacks.Tests;

public sealed class WeightSearchTests
{
    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(300)]
    public void Next_TwoClassLinearModel_IsExactFromAnyStart(double start)
    {
        const double cleanMargin = 6;
        var search = new WeightSearch(cleanMargin, 1e-4);
        var c = start;
        var steps = 0;
        for (; !IsAccepted(search, LinearMargin(c, cleanMargin)); steps++)
        {
            c = search.Next(c, LinearMargin(c, cleanMargin), certain: true);
        }

        Assert.Equal(1, c, 3);
        Assert.InRange(steps, 1, start == 300 ? 5 : 4);
    }

    [Fact]
    public void Next_MarginThatJumps_ClosesTheBracketOnTheJump()
    {
        var search = new WeightSearch(4, 1e-4);
        var c = 1.0;
        for (var step = 0; step < 60 && search.Width > 1.0001; step++)
        {
            c = search.Next(c, c < 3.7 ? 1.5 : -2.5, certain: true);
        }

        Assert.InRange(search.Success, 3.7 / 1.0001, 3.7);
        Assert.InRange(search.Failure, 3.7, 3.7 * 1.0001);
    }

    [Fact]
    public void Next_AlwaysFailing_KeepsLoweringC()
    {
        var search = new WeightSearch(4, 1e-4);
        var c = 1.0;
        for (var step = 0; step < 20; step++)
        {
            var next = search.Next(c, -4, certain: true);
            Assert.InRange(next, c / 10, c / 1.5);
            c = next;
        }
    }

    [Theory]
    [InlineData(-3.9, 2.5)]
    [InlineData(30, 3.5)]
    public void Next_UncertainMarginThatPointsOutOfTheBracket_StaysUntilItIsCertain(double margin, double c)
    {
        var search = new WeightSearch(4, 1e-4);
        search.Next(2, 1.5, certain: true);
        search.Next(4, -2.5, certain: true);

        Assert.Equal(c, search.Next(c, margin, certain: false));
        Assert.Equal((2, 4), (search.Success, search.Failure));

        var next = search.Next(c, margin, certain: true);
        Assert.Equal(margin > 0 ? (c, 4) : (2, c), (search.Success, search.Failure));
        Assert.InRange(next, search.Success * 1.0001, search.Failure / 1.0001);
    }

    private static bool IsAccepted(WeightSearch search, double margin) => margin > 0 && margin <= search.AcceptedMargin;

    /// <summary>The margin at the minimiser for c, where c = 1 is the answer: solves 2 c (m + M) = 2 M * 2 (1 - sigmoid(m)) by
    /// bisection.</summary>
    private static double LinearMargin(double c, double cleanMargin)
    {
        var (low, high) = (-cleanMargin, 60.0);
        for (var i = 0; i < 200; i++)
        {
            var m = (low + high) / 2;
            if (c * (m + cleanMargin) < cleanMargin * 2 / (1 + Math.Exp(m)))
            {
                low = m;
            }
            else
            {
                high = m;
            }
        }

        return low;
    }
}
