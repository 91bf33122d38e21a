namespace Experiments.Analysis.Tests;

public sealed class MagnificationSearchTests
{
    /// <summary>Class 1 where the second pixel is the larger one.</summary>
    private static readonly LinearVictim Victim = new([[1, 0], [0, 1]]);

    [Theory]
    [InlineData(0.3f, 1 / 0.3)]
    [InlineData(1.0f, 1.0)]
    [InlineData(4.0f, 0.25)]
    [InlineData(0.1f, 10.0)]
    [InlineData(0.0626f, 15.97)]
    public void Find_LinearVictim_IsTheDistanceToTheBoundaryInUnitsOfThePerturbation(float share, double expected)
    {
        // From (0.6, 0.2) along (0, 1): the boundary is 0.4 away.
        var point = Find([0.6f, 0.2f], [0.6f, 0.2f + 0.4f * share], label: 0)[0];

        Assert.InRange(point!.Value.Magnification, expected * (1 - 1e-5), expected * (1 + MagnificationSearch.Tolerance + 1e-5));
        Assert.Equal(share * 0.4 * point.Value.Magnification / Math.Sqrt(2), point.Value.Distortion, 1e-6);
    }

    [Fact]
    public void Find_BoundaryBeyondTheCap_IsNull() => Assert.Null(Find([0.6f, 0.2f], [0.6f, 0.22f], label: 0)[0]);

    [Fact]
    public void Find_ClippingHoldsTheImage_IsNull()
    {
        // Towards (0, -1) the second pixel stays at 0.
        Assert.Null(Find([0.6f, 0.2f], [0.6f, -0.2f], label: 0)[0]);
    }

    [Fact]
    public void Find_PerturbationOfZero_IsNull() => Assert.Null(Find([0.6f, 0.2f], [0.6f, 0.2f], label: 0)[0]);

    [Fact]
    public void Find_ManyImages_EachAsIfAlone()
    {
        float[] x0 = [0.6f, 0.2f, 0.9f, 0.1f, 0.5f, 0.4f, 0.2f, 0.7f, 0.6f, 0.2f];
        float[] x = [0.6f, 0.5f, 0.9f, 0.2f, 0.45f, 0.5f, 0.9f, 0.7f, 0.6f, 0.2f];
        int[] labels = [0, 0, 0, 1, 0];

        using var search = new MagnificationSearch(Victim, 16, capacity: 2);
        var together = search.Find(x0, x, labels);

        for (var i = 0; i < labels.Length; i++)
        {
            Assert.Equal(Find(x0[(2 * i)..(2 * i + 2)], x[(2 * i)..(2 * i + 2)], labels[i])[0], together[i]);
        }
        Assert.NotNull(together[0]);
        Assert.Null(together[4]);
    }

    [Theory]
    [InlineData(0.125)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void New_CapOutOfRange_Throws(double cap) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MagnificationSearch(Victim, cap, 1));

    [Fact]
    public void Summary_SomeImagesNotFooled_CountInEveryDenominator()
    {
        FoolingPoint?[] points = [new(1, 0.05), null, new(3, 0.2), new(0.5, 0.02), null];

        var summary = DistanceSummary.Of(points, cap: 4);

        Assert.Equal((5, 3, 4.0), (summary.Images, summary.Fooled, summary.Cap));
        Assert.Equal([1.0, 3, null], new[] { 0.4, 0.5, 0.75 }.Select(summary.Magnification));
        Assert.Equal(0.2, summary.MedianDistortion);
        Assert.Equal([(0.5, 1), (1, 2), (2.5, 2), (3, 3), (4, 3)], summary.ByMagnification.Where(p => p.Limit is 0.5 or 1 or 2.5 or 3 or 4)
            .Select(p => (p.Limit, p.Fooled)));
        Assert.Equal(4, summary.ByMagnification[^1].Limit);
        Assert.Equal([(0.02, 1), (0.05, 2), (0.15, 2), (0.2, 3)], summary.ByDistortion.Where(p => p.Limit is 0.02 or 0.05 or 0.15 or 0.2)
            .Select(p => (p.Limit, p.Fooled)));
    }

    [Fact]
    public void Summary_NoImage_HasNoQuartile()
    {
        var summary = DistanceSummary.Of([], cap: 4);

        Assert.Null(summary.Magnification(0.5));
        Assert.Null(summary.MedianDistortion);
    }

    private static FoolingPoint?[] Find(float[] x0, float[] x, int label)
    {
        using var search = new MagnificationSearch(Victim, 16, capacity: 1);
        return search.Find(x0, x, [label]);
    }
}
