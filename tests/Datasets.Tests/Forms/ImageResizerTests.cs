using Experiments.Numerics;

namespace Experiments.Datasets.Tests;

public sealed class ImageResizerTests
{
    [Fact]
    public void Apply_TwiceAsWide_QuartersBetweenCentres() =>
        Assert.Equal([0, 25, 75, 100], Resize(new TensorShape(1, 1, 2), new TensorShape(1, 1, 4), 0, 100));

    [Fact]
    public void Apply_HalfAsWide_TriangleOverFourPixels() =>

        // Centre 1 of 0..4, reach 2: weights 3/8, 3/8, 1/8 and, outside, 1/8: of the rest (3, 3, 1) / 7.
        Assert.Equal([(byte)Math.Round((3 * 10 + 3 * 20 + 90) / 7.0), (byte)Math.Round((20 + 3 * 90 + 3 * 200) / 7.0)], Resize(
            new TensorShape(1, 1, 4), new TensorShape(1, 1, 2), 10, 20, 90, 200));

    [Theory]
    [InlineData(5, 7, 5, 7)]
    [InlineData(5, 7, 11, 3)]
    [InlineData(28, 28, 64, 64)]
    [InlineData(40, 9, 7, 31)]
    public void Apply_AnySizes_IsTheTwoDimensionalSum(int height, int width, int toHeight, int toWidth)
    {
        var source = new byte[height * width];
        new Random(1).NextBytes(source);

        var target = Resize(new TensorShape(1, height, width), new TensorShape(1, toHeight, toWidth), source);

        for (var y = 0; y < toHeight; y++)
        {
            for (var x = 0; x < toWidth; x++)
            {
                var (sum, weights) = (0.0, 0.0);
                for (var p = 0; p < source.Length; p++)
                {
                    var weight = Weight(p / width, height, y, toHeight) * Weight(p % width, width, x, toWidth);
                    (sum, weights) = (sum + weight * source[p], weights + weight);
                }

                Assert.Equal(sum / weights, target[y * toWidth + x], 0.5 + 1e-9);
            }
        }
    }

    [Fact]
    public void Apply_OtherChannels_LumaOrThreeEqualPlanes()
    {
        // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2.
        Assert.Equal([124], Resize(new TensorShape(3, 1, 1), new TensorShape(1, 1, 1), 200, 100, 50));
        Assert.Equal([7, 9, 7, 9, 7, 9], Resize(new TensorShape(1, 1, 2), new TensorShape(3, 1, 2), 7, 9));
        Assert.Equal([1, 2, 3], Resize(new TensorShape(3, 1, 1), new TensorShape(3, 1, 1), 1, 2, 3));
    }

    private static double Weight(int source, int sources, int target, int targets)
    {
        var scale = (double)sources / targets;
        return Math.Max(0, 1 - Math.Abs(source + 0.5 - (target + 0.5) * scale) / Math.Max(1, scale));
    }

    private static byte[] Resize(TensorShape from, TensorShape to, params byte[] pixels)
    {
        var target = new byte[to.Length];
        new ImageResizer(from, to).Apply(pixels, target);
        return target;
    }
}
