namespace Experiments.Numerics.Tests;

public sealed class UnitRootsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(228)]
    [InlineData(1001)]
    public void CosAndSin_EveryRoot_MatchTheSystemLibrary(int n)
    {
        var roots = new UnitRoots(n);

        for (var k = 0; k < 3 * n; k++)
        {
            Assert.Equal(Math.Cos(2 * Math.PI * (k % n) / n), roots.Cos(k), 2e-15);
            Assert.Equal(Math.Sin(2 * Math.PI * (k % n) / n), roots.Sin(k), 2e-15);
        }
    }

    [Fact]
    public void CosAndSin_QuarterTurns_AreExact()
    {
        var roots = new UnitRoots(12);

        Assert.Equal([1.0, 0, -1, 0], new[] { 0, 3, 6, 9 }.Select(k => roots.Cos(k)));
        Assert.Equal([0.0, 1, 0, -1], new[] { 0, 3, 6, 9 }.Select(k => roots.Sin(k)));
    }
}
