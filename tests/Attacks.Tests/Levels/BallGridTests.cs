using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class BallGridTests
{
    private const int Length = 20;

    public static TheoryData<PerturbationNorm> Norms => [PerturbationNorm.Linf, PerturbationNorm.L2, PerturbationNorm.Rms];

    /// <summary>Around an image of the grid there is always one: itself, if no other.</summary>
    [Theory]
    [MemberData(nameof(Norms))]
    public void TryRound_CleanImageOfTheGrid_IsOnTheGridAndWithinTheBudgetToTheLastBit(PerturbationNorm norm)
    {
        for (var draw = 0; draw < 10_000; draw++)
        {
            var random = new CounterRandom(3, RandomPurpose.None, (ulong)draw);
            var epsilon = Math.Pow(10, -4 * random.NextUniform());
            var ball = new NormBall(norm, epsilon, epsilon, Length);
            float[] x0 = [.. Enumerable.Range(0, Length).Select(_ => random.NextInt(256) / 255f)], x = new float[Length];
            ball.MoveToRandomPoint(x0, x, random);
            var rounded = new float[Length];

            Assert.True(new BallGrid(256, ball, Length).TryRound(x0, x, rounded));

            Assert.All(rounded, pixel => Assert.Equal(pixel, PixelGrid.Bytes.Nearest(pixel)));
            Assert.InRange(Distortion.Of(norm, x0, rounded), 0, epsilon);
            Assert.All(x.Zip(rounded), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1 / 255f + 1e-6f));
        }
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void TryRound_NothingOfTheGridInTheBall_SaysSo(PerturbationNorm norm)
    {
        var ball = new NormBall(norm, 1e-4, 1e-4, Length);
        float[] x0 = [.. Enumerable.Repeat(0.4f / 255, Length)];

        Assert.False(new BallGrid(256, ball, Length).TryRound(x0, x0, new float[Length]));
    }

    /// <summary>0.1 of a level beyond the ball: the pixel that was rounded by most goes back, the others stay.</summary>
    [Fact]
    public void TryRound_OutsideByLittle_PullsThePixelThatLosesLeast()
    {
        float[] x0 = [0, 0, 0], x = [0.15f, 0.29f, 0.41f], rounded = new float[3];
        var ball = new NormBall(PerturbationNorm.L2, 0.525, 1, 3);

        Assert.True(new BallGrid(11, ball, 3).TryRound(x0, x, rounded));

        Assert.Equal([0.1f, 0.3f, 0.4f], rounded);
    }
}
