namespace Experiments.Attacks.Tests;

public sealed class TargetClassesTests
{
    private static readonly float[] Logits = [0.1f, 3f, -2f, 2f, -1f];

    [Theory]
    [InlineData(TargetChoice.LeastLikely, 1, 2)]
    [InlineData(TargetChoice.LeastLikely, 2, 4)]
    [InlineData(TargetChoice.RunnerUp, 1, 3)]
    [InlineData(TargetChoice.RunnerUp, 3, 1)]
    [InlineData(TargetChoice.Next, 1, 2)]
    [InlineData(TargetChoice.Next, 4, 0)]
    public void Choose_ByRule_IsTheExpectedWrongClass(TargetChoice choice, int label, int expected)
        => Assert.Equal(expected, TargetClasses.Choose(choice, label, draw: 0, seed: 1, position: 0, Logits));

    [Fact]
    public void Choose_All_GivesEveryWrongClassOnce()
    {
        var chosen = Enumerable.Range(0, TargetClasses.PerImage(TargetChoice.All, 5)).Select(draw => TargetClasses.Choose(TargetChoice.All, 2, draw, 1, 0, Logits));

        Assert.Equal([0, 1, 3, 4], chosen);
    }

    [Fact]
    public void Choose_Random_IsUniformAmongWrongClassesAndIndependentOfTheModel()
    {
        var counts = new int[5];
        for (var position = 0; position < 4000; position++)
        {
            var target = TargetClasses.Choose(TargetChoice.Random, 3, 0, seed: 5, position, Logits);
            Assert.Equal(target, TargetClasses.Choose(TargetChoice.Random, 3, 0, seed: 5, position, new float[5]));
            counts[target]++;
        }

        Assert.Equal(0, counts[3]);
        // Standard deviation of each count: sqrt(4000 * 1/4 * 3/4) = 27.
        Assert.All(new[] { 0, 1, 2, 4 }, j => Assert.InRange(counts[j], 1000 - 140, 1000 + 140));
    }

    [Fact]
    public void Choose_RandomWithAnotherSeed_DiffersForSomeImages()
    {
        var differing = Enumerable.Range(0, 100).Count(p
            => TargetClasses.Choose(TargetChoice.Random, 0, 0, 1, p, Logits) != TargetClasses.Choose(TargetChoice.Random, 0, 0, 2, p, Logits));

        Assert.InRange(differing, 50, 95);
    }
}
