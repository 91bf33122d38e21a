using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class SizedNoiseTests
{
    [Theory]
    [InlineData(0.0, 0.02)]
    [InlineData(0.0, 0.3)]
    [InlineData(0.05, 0.5)]
    [InlineData(0.5, 0.1)]
    [InlineData(1.0, 0.25)]
    public void Fill_ChangeInTheBox_IsAsLongThoughPixelsAreCutOff(double pixel, double change)
    {
        var x0 = Enumerable.Range(0, 784).Select(i => i % 3 == 0 ? 0.5f : (float)pixel).ToArray();
        var x = x0.Select(value => (float)(value > 0.5 ? value - change : value + change)).ToArray();
        var noisy = new float[x0.Length];

        SizedNoise.Fill(x0, x, Random(1), noisy);

        Assert.All(noisy, value => Assert.InRange(value, 0f, 1f));
        Assert.Equal(Distortion.RootMeanSquare(x0, x), Distortion.RootMeanSquare(x0, noisy), 6);
    }

    [Fact]
    public void Fill_ChangeThatLeavesTheBox_IsAsLongAndNotCutOff()
    {
        var x0 = new float[300];
        var x = Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? -0.4f : 0.4f).ToArray();
        var noisy = new float[300];

        SizedNoise.Fill(x0, x, Random(1), noisy);

        Assert.Contains(noisy, value => value < 0);
        Assert.Equal(0.4, Distortion.RootMeanSquare(x0, noisy), 6);
    }

    [Fact]
    public void Fill_ChangeLongerThanTheFarthestCorner_GoesToThatCorner()
    {
        float[] x0 = [0.25f, 0.25f, 0.25f, 0.25f];
        float[] x = [1f, 1f, 1f, 1f];
        var noisy = new float[4];

        for (var draw = 0ul; draw < 20; draw++)
        {
            SizedNoise.Fill(x0, x, Random(draw), noisy);

            Assert.All(noisy, value => Assert.True(value is 0f or 1f, $"{value}"));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    public void Fill_NoChangeOrNoNumber_StaysClean(float change)
    {
        float[] x0 = [0.25f, 0.75f];
        var noisy = new float[2];

        SizedNoise.Fill(x0, [x0[0] + change, x0[1]], Random(1), noisy);

        Assert.Equal(x0, noisy);
    }

    [Fact]
    public void Fill_OtherImages_HaveOtherDirectionsAndTheSameImageTheSame()
    {
        var (x0, x) = (Enumerable.Repeat(0.5f, 50).ToArray(), Enumerable.Repeat(0.6f, 50).ToArray());
        var (first, again, other) = (new float[50], new float[50], new float[50]);

        SizedNoise.Fill(x0, x, Random(1), first);
        SizedNoise.Fill(x0, x, Random(1), again);
        SizedNoise.Fill(x0, x, Random(2), other);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    private static CounterRandom Random(ulong index) => new(7, RandomPurpose.SizedNoise, index);
}
