using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class LbfgsRoundTests
{
    [Fact]
    public void Craft_MoreRounds_AllocatesNoMore()
    {
        var source = DenseClassifier.Random(3, 4f, Activation.Sigmoid, 64, 30, 5);
        var input = Input(source, 40);
        Allocated(input, 200);

        var few = Allocated(input, 4);
        var many = Allocated(input, 200);

        Assert.True(many.Evaluations > 2 * few.Evaluations, $"{few.Evaluations} and {many.Evaluations} evaluations");
        Assert.Equal(few.Bytes, many.Bytes);
    }

    [Fact]
    public void Craft_FewSlots_KeepsEveryBatchFullUntilTheQueueIsEmpty()
    {
        var source = new CountingSource(DenseClassifier.Random(3, 4f, Activation.Sigmoid, 64, 30, 5));

        var batch = AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions()), Input(source, 60) with { Slots = 8 }, progress: null, CancellationToken.None);

        var evaluations = batch.Examples.Sum(example => example.GradientEvaluations);
        var longest = batch.Examples.Max(example => example.GradientEvaluations);
        Assert.Equal(evaluations, source.Batches.Sum());
        Assert.InRange(source.Batches.Count(n => n < 8), 0, longest);
    }

    [Fact]
    public void Craft_SourceWithKinks_EndsWhereTheObjectiveStopsFalling()
    {
        var source = DenseClassifier.Random(3, 2f, Activation.Relu, 64, 60, 60, 5);

        var examples =
            AttackRunner.Craft(new LbfgsAttack(new LbfgsOptions()), Input(source, 60), progress: null, CancellationToken.None).Examples;
        var patient = AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions { GradientTolerance = 1e-4, MaxGradientEvaluations = 5000 }), Input(source, 60),
            progress: null, CancellationToken.None).Examples;

        Assert.All(examples, example => Assert.True(example.Success));
        Assert.InRange(examples.Average(example => example.GradientEvaluations), 1, 150);
        Assert.All(examples, example => Assert.InRange(example.GradientEvaluations, 1, 499));
        Assert.InRange(examples.Average(example => example.Distortion), 0, 1.005 * patient.Average(example => example.Distortion));
    }

    /// <summary>The least of several runs: a collection that another test brings about ends a thread's allocation window early, and the
    /// rest of it counts as allocated.</summary>
    private static (long Bytes, int Evaluations) Allocated(AttackInput input, int maxGradientEvaluations)
    {
        var attack = new LbfgsAttack(new LbfgsOptions { MaxGradientEvaluations = maxGradientEvaluations });
        return Enumerable.Range(0, 10).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var batch = AttackRunner.Craft(attack, input, progress: null, CancellationToken.None);
            return (GC.GetAllocatedBytesForCurrentThread() - before, batch.Examples.Sum(example => example.GradientEvaluations));
        }).Min();
    }

    private static AttackInput Input(IGradientSource source, int count) => new()
    {
        Images = Enumerable.Range(0, count * 64).Select(i => (i * 37 % 101) / 101f).ToArray(),
        Length = 64,
        Labels = new int[count],
        Positions = Enumerable.Range(0, count).ToArray(),
        Source = source,
        Seed = 4,
    };
}
