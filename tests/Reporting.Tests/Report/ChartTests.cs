namespace Experiments.Reporting.Tests;

public sealed class ChartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HeatScale_EveryStep_IsOrderedByLightnessAndReadable(bool dark)
    {
        var lightness = Enumerable.Range(0, HeatScale.Steps).Select(i => Lightness(HeatScale.Colour(i, dark))).ToList();

        var steps = lightness.Zip(lightness.Skip(1), (a, b) => dark ? b - a : a - b).ToList();
        Assert.All(steps, step => Assert.InRange(step, 1.2, 7));
        Assert.All(
            Enumerable.Range(0, HeatScale.Steps),
            i => Assert.True(Contrast.Ratio(HeatScale.Colour(i, dark), HeatScale.Ink(i, dark)) >= 4.5, $"step {i}"));
    }

    [Theory]
    [InlineData(0, "h0")]
    [InlineData(0.024, "h0")]
    [InlineData(0.026, "h1")]
    [InlineData(1, "h20")]
    public void HeatScale_Rate_HasItsStep(double rate, string style) => Assert.Equal(style, HeatScale.Class(rate));

    [Theory]
    [InlineData(0, 0.3, 5, "0 0.1 0.2 0.3")]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 0.17, 6, "0 0.05 0.1 0.15")]
    [InlineData(0, 1200, 6, "0 200 400 600 800 1000 1200")]
    public void Ticks_Range_AreRound(double from, double to, int count, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', new LinearScale(from, to, 0, 100).Ticks(count).Select(t => t.Text)));

    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(3.5, 3.5, "3.5")]
    [InlineData(-0.3, 0.3, "-0.2 0 0.2")]
    [InlineData(0, 1e300, "0 0.2e300 0.4e300 0.6e300 0.8e300 1e300")]
    [InlineData(0, 5e-324, "0 1e-324 2e-324 3e-324 4e-324")]
    public void Ticks_ConstantHugeAndTinyRanges_AreFew(double from, double to, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', new LinearScale(from, to, 0, 100).Ticks(5).Select(t => t.Text)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.MaxValue, double.MaxValue)]
    [InlineData(double.PositiveInfinity, double.MaxValue)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(0.17, 0.2)]
    [InlineData(7.9e28, 8e28)]
    public void RoundUp_AnyNumber_IsARoundOneAboveNothing(double value, double end) => Assert.Equal(end, LinearScale.RoundUp(value, 5));

    [Fact]
    public void Scale_EveryPowerOfTen_HasFewTicksInsideIt()
    {
        for (var power = -323; power <= 308; power++)
        {
            var to = double.Parse($"1.7E{power}", System.Globalization.CultureInfo.InvariantCulture);
            foreach (var from in new[] { 0, -to })
            {
                var scale = new LinearScale(from, to, 0, 100);
                var ticks = scale.Ticks(5);

                Assert.InRange(ticks.Count, 2, 9);
                Assert.All(ticks, tick => Assert.InRange(scale.Place(tick.Value), 0, 100));
                Assert.Equal((0, 100), (scale.Place(from), scale.Place(to)));
            }
        }
    }

    [Fact]
    public void Place_ConstantScaleOrNoNumber_IsItsStart()
    {
        Assert.Equal([10, 10, 10], new[] { 3.0, 4, double.NaN }.Select(new LinearScale(3, 3, 10, 110).Place));
        Assert.Equal(10, new LinearScale(0, 2, 10, 110).Place(double.NaN));
    }

    [Fact]
    public void Shares_ValuesOutsideTheAxis_AreInItsEndBins()
    {
        var shares = Histogram.Shares([-1, 0, 0.5, 1, 2, double.MaxValue], 1);

        Assert.Equal((2 / 6.0, 3 / 6.0), (shares[0], shares[^1]));
        Assert.Equal(1, shares.Sum(), 12);
    }

    [Fact]
    public void Place_Values_AreLinearAndStayInside()
    {
        var scale = new LinearScale(0, 2, 10, 110);

        Assert.Equal([10, 60, 110, 110], new[] { 0.0, 1, 2, 3 }.Select(scale.Place));
    }

    [Fact]
    public void LineChart_LinesThatEndTogether_HaveLabelsApart()
    {
        var output = new StringWriter();
        LineChart.Draw(
            new HtmlWriter(output), "t", "x", "y", [.. Enumerable.Range(0, 6).Select(i => new ChartLine($"line {i}", [(0, 1), (1, 0)]))]);

        var places = System.Text.RegularExpressions.Regex.Matches(output.ToString(), "y=\"([\\d.]+)\" class=\"small\">line")
            .Select(m => double.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
            .Order()
            .ToList();
        Assert.Equal(6, places.Count);
        Assert.All(places.Zip(places.Skip(1)), p => Assert.True(p.Second - p.First >= 15.9, $"{p}"));
    }

    [Fact]
    public void Html_Numbers_AreShortAndNeverMinusZero()
    {
        Assert.Equal(["0", "0", "12.35", "-3.5"], new[] { 0.0, -0.001, 12.3456, -3.5 }.Select(HtmlWriter.Number));
    }

    /// <summary>CIE 1976 L*, from 0 to 100.</summary>
    private static double Lightness((int R, int G, int B) colour)
    {
        // The luminance from its contrast to black.
        var y = (Contrast.Ratio(colour, (0, 0, 0)) * 0.05) - 0.05;
        return y > 0.008856 ? (116 * Math.Cbrt(y)) - 16 : 903.3 * y;
    }
}
