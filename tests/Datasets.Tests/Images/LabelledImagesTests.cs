using Experiments.Numerics;

namespace Experiments.Datasets.Tests;

public class LabelledImagesTests
{
    private static readonly TensorShape Shape = new(1, 1, 2);

    [Fact]
    public void CopyTo_OneImage_ByteOver255()
    {
        var images = new LabelledImages(Shape, 2, [0, 51, 255, 1], [1, 0]);
        var x = new float[2];

        images.CopyTo(1, x);

        Assert.Equal([1f, 1 / 255f], x);
    }

    [Fact]
    public void CopyTo_SeveralImages_InTheGivenOrder()
    {
        var images = new LabelledImages(Shape, 2, [0, 51, 255, 102], [1, 0]);
        var x = new float[6];

        images.CopyTo([1, 0, 1], x);

        Assert.Equal([1f, 0.4f, 0f, 0.2f, 1f, 0.4f], x);
    }

    [Theory]
    [InlineData(2, "image is 2; it must be in [0, 2) (Parameter 'image')")]
    [InlineData(-1, "image is -1; it must be in [0, 2) (Parameter 'image')")]
    public void CopyTo_ImageOutOfRange_Refused(int image, string message)
    {
        var images = new LabelledImages(Shape, 2, [0, 51, 255, 102], [1, 0]);

        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => images.CopyTo(image, new float[2])).Message);
    }

    [Fact]
    public void CopyTo_SpanTooShort_Refused()
    {
        var images = new LabelledImages(Shape, 2, [0, 51, 255, 102], [1, 0]);

        Assert.Equal(
            "x.Length is 3; it must be at least 2 images of 2 values (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => images.CopyTo([0, 1], new float[3])).Message);
    }

    [Theory]
    [InlineData(
        1, 2, new byte[] { 0, 0, 0 }, new ushort[] { 0, 0 }, "pixels.Length is 3; it must be 2 images of 1 x 1 x 2 (Parameter 'pixels')")]
    [InlineData(1, 2, new byte[] { 0, 0, 0, 0 }, new ushort[] { 0, 2 }, "labels[1] is 2; it must be in [0, 2) (Parameter 'labels')")]
    [InlineData(
        1, 65537, new byte[] { 0, 0 }, new ushort[] { 0 }, "classCount is 65537; it must be in [1, 65536] (Parameter 'classCount')")]
    [InlineData(0, 2, new byte[] { }, new ushort[] { }, "shape is 0 x 1 x 2; each of its sizes must be at least 1 (Parameter 'shape')")]
    public void Constructor_SizesDoNotFit_Refused(int channels, int classCount, byte[] pixels, ushort[] labels, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(
            () => new LabelledImages(new TensorShape(channels, 1, 2), classCount, pixels, labels)).Message);
}
