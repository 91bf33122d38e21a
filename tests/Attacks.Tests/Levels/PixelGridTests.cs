using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class PixelGridTests
{
    /// <summary>The images that are read from files.</summary>
    [Fact]
    public void Nearest_ImageOfBytes_IsItself()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var x = new float[256];
        PixelConversion.ToUnitInterval(bytes, x);

        Assert.All(x, pixel => Assert.Equal(pixel, PixelGrid.Bytes.Nearest(pixel)));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(65_536)]
    public void Nearest_AnyPixel_IsTheNearestValueOfTheGrid(int levels)
    {
        var random = new CounterRandom(4, RandomPurpose.None, 1);
        for (var draw = 0; draw < 10_000; draw++)
        {
            var pixel = random.NextUniform();

            var nearest = new PixelGrid(levels).Nearest(pixel);

            Assert.InRange(nearest, 0f, 1f);
            Assert.InRange(Math.Abs(nearest - (double)pixel), 0, 0.5 / (levels - 1) + 1e-7);
            Assert.Equal(nearest, MathF.Round(nearest * (levels - 1)) / (levels - 1));
        }
    }

    [Fact]
    public void Towards_AValueOfTheGrid_IsTheOneBesideIt()
    {
        var grid = new PixelGrid(11);

        Assert.Equal(0.4f, grid.Towards(0.1f, 0.5f));
        Assert.Equal(0.6f, grid.Towards(0.8f, 0.5f));
        Assert.Equal(0.5f, grid.Towards(0.5f, 0.5f));
    }
}
