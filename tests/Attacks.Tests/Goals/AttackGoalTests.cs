namespace Experiments.Attacks.Tests;

public sealed class AttackGoalTests
{
    private static readonly float[] Logits = [0.5f, 2f, -1f, 1.25f];

    // A lead of class 1 of 12: sharp enough as it is.
    private static readonly float[] ClearLogits = [0f, 12f, 0f, 0f];

    public static TheoryData<AttackGoal, double, double> Goals => new()
    {
        { new TargetClassGoal(0), 0.5 - 2, -Math.Log(Probability(0)) },
        { new TargetClassGoal(1), 2 - 1.25, -Math.Log(Probability(1)) },
        { new AnyOtherClassGoal(1, ClearLogits), 1.25 - 2, -Math.Log(1 - Probability(1)) },
        { new AnyOtherClassGoal(3, Logits), 2 - 1.25, -Math.Log(1 - Probability(3)) },
        { new AnyOtherClassGoal(1, Logits), 8 * (1.25 - 2), -Math.Log(1 - Probability(1, sharpness: 8)) },
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

    private static double Probability(int j, double sharpness = 1) =>
        Math.Exp(sharpness * Logits[j]) / Logits.Sum(z => Math.Exp(sharpness * z));
}
