namespace Experiments.Attacks.Tests;

public sealed class GaussianNoiseAttackTests
{
    [Fact]
    public void Craft_BoxInactive_HasTheStddev()
    {
        var batch = Craft([.. Enumerable.Repeat(0.5f, 10_000)], new GaussianNoiseOptions { Stddev = 0.05 });

        // Relative standard error of a sample deviation: 1 / sqrt(2 n) = 0.7 %.
        Assert.InRange(batch.Examples[0].Distortion, 0.05 * 0.97, 0.05 * 1.03);
        Assert.InRange(batch.Image(0).ToArray().Average(), 0.5 - 4 * 0.05 / 100, 0.5 + 4 * 0.05 / 100);
    }

    [Fact]
    public void Craft_PixelsAtTheBound_AreClipped()
    {
        var batch = Craft(new float[10_000], new GaussianNoiseOptions { Stddev = 0.1 });

        var zeros = batch.Image(0).ToArray().Count(pixel => pixel == 0f);
        Assert.InRange(zeros, 4800, 5200);
        Assert.InRange(batch.Examples[0].Distortion, 0.1 / Math.Sqrt(2) * 0.97, 0.1 / Math.Sqrt(2) * 1.03);
    }

    [Fact]
    public void Craft_NotClipped_KeepsMeanAndStddevAtTheBound()
    {
        var batch = Craft(new float[10_000], new GaussianNoiseOptions { Stddev = 0.1, Clip = false });

        Assert.InRange(batch.Image(0).ToArray().Average(), -4 * 0.1 / 100, 4 * 0.1 / 100);
        Assert.InRange(batch.Examples[0].Distortion, 0.1 * 0.97, 0.1 * 1.03);
    }

    [Fact]
    public void Craft_SeveralDraws_AreIndependentAndTheFirstIsUnchanged()
    {
        float[] x0 = [.. Enumerable.Repeat(0.5f, 1000)];
        var one = Craft(x0, new GaussianNoiseOptions { Draws = 1 });
        var three = Craft(x0, new GaussianNoiseOptions { Draws = 3 });

        Assert.Equal([0, 1, 2], three.Examples.Select(example => example.Draw));
        Assert.Equal(one.Image(0), three.Image(0));
        Assert.Equal(0.1 * Math.Sqrt(2), Distortion.RootMeanSquare(three.Image(1), three.Image(2)), 2);
    }

    private static AdversarialBatch Craft(float[] x0, GaussianNoiseOptions options) =>
        AttackRunner.Craft(
            new GaussianNoiseAttack(options),
            new AttackInput { Images = x0, Length = x0.Length, Labels = new[] { 0 }, Positions = new[] { 3 }, Seed = 8 },
            progress: null,
            CancellationToken.None);
}
