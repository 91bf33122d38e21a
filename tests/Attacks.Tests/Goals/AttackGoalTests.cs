namespace Experiments.Attacks.Tests;

public sealed class AttackGoalTests
{
    private static readonly float[] Logits = [0.5f, 2f, -1f, 1.25f];

    public static TheoryData<AttackGoal, double, double> Goals => new()
    {
        { new TargetClassGoal(0), 0.5 - 2, -Math.Log(Probability(0)) },
        { new TargetClassGoal(1), 2 - 1.25, -Math.Log(Probability(1)) },
        { new AnyOtherClassGoal(1), 1.25 - 2, -Math.Log(1 - Probability(1)) },
        { new AnyOtherClassGoal(3), 2 - 1.25, -Math.Log(1 - Probability(3)) },
    };

    [Theory]
    [MemberData(nameof(Goals))]
    public void Margin_SomeLogits_IsTheLeadOfTheWantedClasses(AttackGoal goal, double margin, double loss)
    {
        Assert.Equal(margin, goal.Margin(Logits), 6);
        Assert.Equal(margin > 0, goal.IsReachedBy(1));
        Assert.True(loss > 0);
    }

    [Theory]
    [MemberData(nameof(Goals))]
    public void Loss_SomeLogits_IsMinusTheLogarithmOfTheWantedProbability(AttackGoal goal, double margin, double loss)
    {
        Assert.NotEqual(0, margin);
        Assert.Equal(loss, goal.Loss(Logits, new float[4]), 6);
    }

    [Theory]
    [MemberData(nameof(Goals))]
    public void Loss_SomeLogits_HasTheGradientOfDifferences(AttackGoal goal, double margin, double loss)
    {
        var (gradient, unused) = (new float[4], new float[4]);
        goal.Loss(Logits, gradient);

        for (var j = 0; j < 4; j++)
        {
            const float Step = 1f / 256;
            float[] up = [.. Logits], down = [.. Logits];
            up[j] += Step;
            down[j] -= Step;
            Assert.Equal((goal.Loss(up, unused) - goal.Loss(down, unused)) / (2 * Step), gradient[j], 5e-4f);
        }

        Assert.True(loss > 0 && margin != 0);
    }

    [Theory]
    [MemberData(nameof(Goals))]
    public void Direction_SomeLogits_IsTheGradientInAnotherLength(AttackGoal goal, double margin, double loss)
    {
        var (gradient, direction) = (new float[4], new float[4]);
        goal.Loss(Logits, gradient);
        goal.Direction(Logits, direction);

        Assert.Equal(1f, direction.Max(Math.Abs));
        var length = gradient.Max(Math.Abs);
        Assert.All(Enumerable.Range(0, 4), j => Assert.Equal(gradient[j] / length, direction[j], 1e-6f));
        Assert.True(loss > 0 && margin != 0);
    }

    /// <summary>The gradient itself is 0 in single precision there.</summary>
    [Theory]
    [InlineData(200f)]
    [InlineData(-200f)]
    [InlineData(1e38f)]
    [InlineData(-1e38f)]
    public void Direction_FarFromTheBoundary_DoesNotVanish(float lead)
    {
        foreach (AttackGoal goal in new AttackGoal[] { new AnyOtherClassGoal(1), new TargetClassGoal(1) })
        {
            var direction = new float[3];
            goal.Direction([0f, lead, MathF.Log(3)], direction);

            var sign = goal.TargetClass is null ? 1 : -1;
            Assert.Equal([-0.25f * sign, sign, -0.75f * sign], direction.Select(d => MathF.Round(d, 6)));
        }
    }

    private static double Probability(int j) => Math.Exp(Logits[j]) / Logits.Sum(z => Math.Exp(z));
}
