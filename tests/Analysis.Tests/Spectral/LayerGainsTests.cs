namespace Experiments.Analysis.Tests;

public sealed class LayerGainsTests
{
    private static readonly LinearVictim Network = new([[3, 0], [0, 4]]);

    [Fact]
    public void Add_ChangesAlongAxes_GivesTheGainOfEachLayerAndOfAllBefore()
    {
        using var gains = new LayerGains(Network, 2);

        gains.Add([0, 0, 1, 1], [0.5f, 0, 1, 0.5f], 2);

        Assert.Equal([2.0, (1.5 + 2) / 2], gains.Layers.Select(l => l.Local.Mean));
        Assert.Equal([2.0, 3.5], gains.Layers.Select(l => l.Cumulative.Mean));
        Assert.Equal([2.0, 4.0], gains.Layers.Select(l => l.Cumulative.Max));
        Assert.All(gains.Layers, l => Assert.Equal(2, l.Images));
    }

    [Fact]
    public void Add_ImageWithoutAChange_IsCountedAndLeftOut()
    {
        using var gains = new LayerGains(Network, 3);

        gains.Add([0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2], 3);

        Assert.Equal(2, gains.Unchanged);
        Assert.All(gains.Layers, l => Assert.Equal(1, l.Images));
        Assert.Equal(4, gains.Layers[1].Cumulative.Mean);
    }

    [Fact]
    public void Add_SeveralCalls_IsAsOne()
    {
        float[] x0 = [0, 0, 1, 1, 3, 2], x = [0, 1, 1, 2, 2, 2];
        using var whole = new LayerGains(Network, 3);
        using var parts = new LayerGains(Network, 2);

        whole.Add(x0, x, 3);
        parts.Add(x0, x, 2);
        parts.Add(x0.AsSpan(4), x.AsSpan(4), 1);

        Assert.Equal(whole.Layers, parts.Layers);
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 4.0, 1, 2, 9 }, 4, 3, 9)]
    [InlineData(new[] { 5.0, 1, 3 }, 3, 3, 5)]
    [InlineData(new double[0], 0, 0, 0)]
    public void Summary_SomeGains_HasTheirMeanMedianAndLargest(double[] gains, double mean, double median, double max) =>
        Assert.Equal(new ValueSummary(mean, median, max), ValueSummary.Of(gains));
}
