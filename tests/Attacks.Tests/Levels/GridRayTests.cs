namespace Experiments.Attacks.Tests;

public sealed class GridRayTests
{
    [Fact]
    public void Settle_RoundedImageReachesTheGoal_IsKeptAfterOneQuestion()
    {
        float[] x0 = [0, 0], x = [0.31f, 0.19f];
        var asked = 0;

        new GridRay(11, 2).Settle(x0, x, _ => ++asked > 0);

        Assert.Equal([0.3f, 0.2f], x);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(0.35, 0.4f)]
    [InlineData(0.75, 0.8f)]
    public void Settle_BoundaryBeyondTheRoundedImage_GoesOnAlongTheRayToTheFirstImagePastIt(double boundary, float expected)
    {
        float[] x0 = [0, 0], x = [0.31f, 0];

        new GridRay(11, 2).Settle(x0, x, trial => trial[0] > boundary);

        Assert.Equal([expected, 0f], x);
    }

    [Fact]
    public void Settle_NothingReachesTheGoal_IsTheCleanImage()
    {
        float[] x0 = [0.5f, 0], x = [0.6f, 0.1f];
        var asked = 0;

        new GridRay(11, 2).Settle(x0, x, _ => asked++ < 0);

        Assert.Equal([0.5f, 0f], x);
        Assert.InRange(asked, 2, 30);
    }

    [Fact]
    public void Settle_NoDirection_AsksOnce()
    {
        float[] x0 = [0.5f, 0], x = [0.5f, 0];
        var asked = 0;

        new GridRay(11, 2).Settle(x0, x, _ => asked++ < 0);

        Assert.Equal(1, asked);
    }
}
