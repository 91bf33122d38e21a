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
