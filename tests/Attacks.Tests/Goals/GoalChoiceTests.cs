namespace Experiments.Attacks.Tests;

public sealed class GoalChoiceTests
{
    private static readonly float[] Logits = [0.1f, 3f, -2f, 2f, -1f];

    [Theory]
    [InlineData(TargetChoice.LeastLikely, 1, 2)]
    [InlineData(TargetChoice.LeastLikely, 2, 4)]
    [InlineData(TargetChoice.RunnerUp, 1, 3)]
    [InlineData(TargetChoice.RunnerUp, 3, 1)]
    [InlineData(TargetChoice.Next, 1, 2)]
    [InlineData(TargetChoice.Next, 4, 0)]
    public void Choose_ByRule_IsTheExpectedWrongClass(TargetChoice choice, int label, int expected) =>
        Assert.Equal(expected, GoalChoice.Choose(choice, label, draw: 0, seed: 1, position: 0, Logits).TargetClass);

    [Fact]
    public void Choose_All_GivesEveryWrongClassOnce()
    {
        var chosen = Enumerable.Range(0, GoalChoice.PerImage(TargetChoice.All, 5))
            .Select(draw => GoalChoice.Choose(TargetChoice.All, 2, draw, 1, 0, Logits).TargetClass!.Value);

        Assert.Equal([0, 1, 3, 4], chosen);
    }

    [Fact]
    public void Choose_Random_IsUniformAmongWrongClassesAndIndependentOfTheModel()
    {
        var counts = new int[5];
        for (var position = 0; position < 4000; position++)
        {
            var target = GoalChoice.Choose(TargetChoice.Random, 3, 0, seed: 5, position, Logits).TargetClass!.Value;
            Assert.Equal(target, GoalChoice.Choose(TargetChoice.Random, 3, 0, seed: 5, position, new float[5]).TargetClass);
            counts[target]++;
        }

        Assert.Equal(0, counts[3]);
        // Standard deviation of each count: sqrt(4000 * 1/4 * 3/4) = 27.
        Assert.All(new[] { 0, 1, 2, 4 }, j => Assert.InRange(counts[j], 1000 - 140, 1000 + 140));
    }

    [Fact]
    public void Choose_RandomWithAnotherSeed_DiffersForSomeImages()
    {
        var differing = Enumerable.Range(0, 100).Count(p =>
            GoalChoice.Choose(TargetChoice.Random, 0, 0, 1, p, Logits).TargetClass
                != GoalChoice.Choose(TargetChoice.Random, 0, 0, 2, p, Logits).TargetClass);

        Assert.InRange(differing, 50, 95);
    }

    [Fact]
    public void Choose_Untargeted_IsAnyClassButTheTrueOne()
    {
        var goal = GoalChoice.Choose(TargetChoice.Untargeted, label: 3, draw: 0, seed: 1, position: 0, Logits);

        Assert.Equal(1, GoalChoice.PerImage(TargetChoice.Untargeted, 5));
        Assert.Null(goal.TargetClass);
        Assert.Equal([0, 1, 2, 4], Enumerable.Range(0, 5).Where(goal.IsReachedBy));
    }
}
