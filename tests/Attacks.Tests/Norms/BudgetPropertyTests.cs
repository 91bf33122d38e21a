using CsCheck;
using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>Random budgets, images and gradients: no step leaves the ball or the box, to the last bit.</summary>
public sealed class BudgetPropertyTests
{
    private const int Samples = 100_000;

    private static readonly Gen<float> Pixel = Gen.Frequency<float>((8, Gen.Float[0f, 1f]), (1, Gen.Const(0f)), (1, Gen.Const(1f)));

    private static readonly Gen<float> Slope = Gen.Frequency<float>(
        (6, Gen.Float[-1f, 1f]), (1, Gen.Const(0f)), (1, Gen.Float[-1e-38f, 1e-38f]), (1, Gen.OneOf(float.MaxValue, float.MinValue)));

    private static readonly Gen<(PerturbationNorm Norm, double Epsilon, double Step, float[] X0, float[] Gradient)> Case =
        Gen.Select(
            Gen.Enum<PerturbationNorm>(), Gen.Double[1e-9, 1], Gen.Double[1e-9, 2],
            Gen.Select(Pixel, Slope).Array[1, 24],
            (norm, epsilon, step, pixels) =>
                (norm, epsilon, step, pixels.Select(p => p.Item1).ToArray(), pixels.Select(p => p.Item2).ToArray()));

    [Fact]
    public void Descend_RandomBudgetsImagesAndGradients_StaysWithinBudgetAndBox() =>
        Case.Sample(
            c =>
            {
                var ball = new NormBall(c.Norm, c.Epsilon, c.Step, c.X0.Length);
                float[] x = [.. c.X0];
                for (var step = 0; step < 3; step++)
                {
                    ball.Descend(c.X0, x, c.Gradient);
                    Check(c.Norm, c.Epsilon, c.X0, x);
                }
            },
            iter: Samples);

    [Fact]
    public void MoveToRandomPoint_RandomBudgetsAndImages_StaysWithinBudgetAndBox() =>
        Gen.Select(Case, Gen.ULong).Sample(
            (c, seed) =>
            {
                float[] x = [.. c.X0];
                new NormBall(c.Norm, c.Epsilon, c.Step, c.X0.Length).MoveToRandomPoint(
                    c.X0, x, new CounterRandom(seed, RandomPurpose.AttackStart, 0));
                Check(c.Norm, c.Epsilon, c.X0, x);
            },
            iter: Samples);

    private static void Check(PerturbationNorm norm, double epsilon, float[] x0, float[] x)
    {
        Assert.All(x, value => Assert.InRange(value, 0f, 1f));
        double[] changes = [.. x.Zip(x0, (value, clean) => (double)value - clean)];
        var squares = changes.Sum(change => change * change);
        var size = norm switch
        {
            PerturbationNorm.Linf => changes.Max(Math.Abs),
            PerturbationNorm.L2 => Math.Sqrt(squares),
            _ => Math.Sqrt(squares / changes.Length),
        };
        Assert.True(size <= epsilon, $"{norm} is {size:R}; it must be at most {epsilon:R}.");
    }
}
