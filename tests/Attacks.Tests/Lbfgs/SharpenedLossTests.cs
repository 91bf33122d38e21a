namespace Experiments.Attacks.Tests;

public sealed class SharpenedLossTests
{
    private static readonly float[] Logits = [0.5f, 2f, -1f, 1.25f];

    public static TheoryData<AttackGoal, float[], double> Losses => new()
    {
        { new AnyOtherClassGoal(1), Logits, 8 },
        { new AnyOtherClassGoal(1), [0f, 12f, 0f, 0f], 1 },
        { new AnyOtherClassGoal(3), Logits, 1 },
        { new AnyOtherClassGoal(1), [1f, 1.0000001f, 0f, 0f], 1e6 },
        { new TargetClassGoal(0), Logits, 1 },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_SomeLogits_IsTheGoalsLossOfSharperLogits(AttackGoal goal, float[] cleanLogits, double sharpness)
    {
        var sharp = new SharpenedLoss(goal, cleanLogits);
        var (gradient, expected) = (new float[4], new float[4]);
        var loss = goal.Loss([.. Logits.Select(z => (float)sharpness * z)], expected);

        sharp.Evaluate(Logits, gradient);

        Assert.Equal(loss, sharp.Value);
        Assert.Equal(expected.Select(g => (float)sharpness * g), gradient);
        Assert.Equal(sharpness, sharp.Sharpness, 1e-6 * sharpness);
    }
}
