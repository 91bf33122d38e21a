using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class NormBallTests
{
    private const int Length = 20;

    public static TheoryData<PerturbationNorm> Norms => [PerturbationNorm.Linf, PerturbationNorm.L2, PerturbationNorm.Rms];

    [Theory]
    [MemberData(nameof(Norms))]
    public void Descend_AnyGradient_StaysInBallAndBoxToTheLastBit(PerturbationNorm norm)
    {
        for (var draw = 0; draw < 20_000; draw++)
        {
            var random = new CounterRandom(1, RandomPurpose.None, (ulong)draw);
            var (x0, epsilon) = (Image(ref random), Budget(ref random));
            var ball = new NormBall(norm, epsilon, stepSize: 0.7 * epsilon, Length);
            var x = x0.ToArray();
            for (var step = 0; step < 3; step++)
            {
                ball.Descend(x0, x, Gradient(ref random));
                AssertInside(norm, epsilon, x0, x);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void MoveToRandomPoint_AnySeed_StaysInBallAndBoxToTheLastBit(PerturbationNorm norm)
    {
        for (var draw = 0; draw < 20_000; draw++)
        {
            var random = new CounterRandom(2, RandomPurpose.None, (ulong)draw);
            var (x0, epsilon) = (Image(ref random), Budget(ref random));
            var x = new float[Length];

            new NormBall(norm, epsilon, epsilon, Length).MoveToRandomPoint(x0, x, random);

            AssertInside(norm, epsilon, x0, x);
        }
    }

    /// <summary>The sum of squares is infinite in single precision.</summary>
    [Theory]
    [InlineData(PerturbationNorm.L2)]
    [InlineData(PerturbationNorm.Rms)]
    public void Descend_GradientWhoseSquaresOverflow_IsAStepOfItsLength(PerturbationNorm norm)
    {
        var x0 = Enumerable.Repeat(0.5f, Length).ToArray();
        var x = x0.ToArray();

        new NormBall(norm, epsilon: 0.2, stepSize: 0.1, Length).Descend(x0, x, [.. Enumerable.Repeat(float.MaxValue, Length)]);

        Assert.Equal(0.1, Distortion.Of(norm, x0, x), 1e-6);
    }

    [Theory]
    [InlineData(0.5f, 0.3)]
    [InlineData(0.1f, 0.1)]
    [InlineData(0.9f, 0.05)]
    [InlineData(0.3f, 1e-6)]
    public void Descend_FarAlongLinf_EndsAtTheLastPixelWithinTheBudget(float pixel, double epsilon)
    {
        float[] x = [pixel, pixel];

        new NormBall(PerturbationNorm.Linf, epsilon, stepSize: 1, 2).Descend([pixel, pixel], x, [1f, -1f]);

        var inside = SinglePrecision.AtMost(epsilon);
        Assert.True((double)pixel - MathF.BitDecrement(x[0]) > inside || x[0] == 0);
        Assert.True((double)MathF.BitIncrement(x[1]) - pixel > inside || x[1] == 1);
    }

    /// <summary>From 1e-12 to 1.</summary>
    private static double Budget(ref CounterRandom random) => Math.Pow(10, -12 * random.NextUniform());

    /// <summary>Bytes, black, white, and anything.</summary>
    private static float[] Image(ref CounterRandom random)
    {
        var x = new float[Length];
        for (var i = 0; i < Length; i++)
        {
            var value = random.NextUniform();
            x[i] = random.NextInt(4) switch { 0 => 0, 1 => 1, 2 => MathF.Round((float)value * 255) / 255, _ => (float)value };
        }

        return x;
    }

    /// <summary>As large as single precision has them, and as small.</summary>
    private static float[] Gradient(ref CounterRandom random)
    {
        var gradient = new float[Length];
        for (var i = 0; i < Length; i++)
        {
            var value = (float)(2.0 * random.NextUniform() - 1);
            gradient[i] = random.NextInt(5) switch { 0 => value * float.MaxValue, 1 => 0, 2 => value * 1e-44f, _ => value };
        }

        return gradient;
    }

    private static void AssertInside(PerturbationNorm norm, double epsilon, float[] x0, float[] x)
    {
        Assert.All(x, pixel => Assert.InRange(pixel, 0f, 1f));
        float[] differences = [.. x.Zip(x0, (pixel, clean) => pixel - clean)];
        Assert.InRange(Distortion.Of(norm, x0, x), 0, epsilon);
        Assert.InRange((double)(float)Distortion.Of(norm, new float[Length], differences), 0, epsilon);
    }
}
