namespace Experiments.Attacks.Tests;

/// <summary>Images are bytes: of what attacks find without regard to that, much is lost by rounding.</summary>
public sealed class LevelsTests
{
    private const int Count = 60;

    public static TheoryData<AttackOptions, AttackOptions> MinimalNorms => new()
    {
        { new LbfgsOptions { Target = TargetChoice.RunnerUp }, new LbfgsOptions { Target = TargetChoice.RunnerUp, Levels = 256 } },
        { new LbfgsOptions { Target = TargetChoice.Untargeted }, new LbfgsOptions { Target = TargetChoice.Untargeted, Levels = 256 } },
        { new DeepFoolOptions { Overshoot = 0.001 }, new DeepFoolOptions { Overshoot = 0.001, Levels = 256 } },
    };

    [Theory]
    [MemberData(nameof(MinimalNorms))]
    public void Craft_MinimalNormInBytes_EverySuccessSurvivesRoundingAtHardlyMoreDistortion(AttackOptions free, AttackOptions bytes)
    {
        var (before, after) = (Craft(free), Craft(bytes));

        Assert.InRange(before.Count(e => e.SuccessAsBytes == true), 0, Count * 9 / 10);
        Assert.All(after, e => Assert.True(e.Success == true && e.SuccessAsBytes == true, $"image {e.Image}"));
        Assert.InRange(after.Average(e => e.Distortion) / before.Average(e => e.Distortion), 0.99, 1.02);
    }

    [Theory]
    [InlineData(PerturbationNorm.Linf, 0.0314)]
    [InlineData(PerturbationNorm.Rms, 0.03)]
    public void Craft_FixedBudgetInBytes_SucceedsInBytesAsOftenAsItDoesFreely(PerturbationNorm norm, double epsilon)
    {
        var options = new PgdOptions { Norm = norm, Epsilon = epsilon, StepSize = epsilon / 8, Steps = 20 };

        var (free, bytes) = (Craft(options), Craft(options with { Levels = 256 }));

        var successes = free.Count(e => e.Success == true);
        Assert.InRange(successes, 2, Count - 2);
        Assert.InRange(bytes.Count(e => e.SuccessAsBytes == true), successes - 1, Count);
        Assert.All(bytes, e => Assert.Equal(e.Success, e.SuccessAsBytes));
    }

    private static IReadOnlyList<AdversarialExample> Craft(AttackOptions options)
    {
        var (images, labels) = GoldenFiles.TestImages(Count);
        var input = new AttackInput
        {
            Images = images,
            Length = 784,
            Labels = labels,
            Positions = Enumerable.Range(0, Count).ToArray(),
            Source = GoldenFiles.Network(),
            Seed = 1,
        };
        var attack = AttackCatalogue.Types.Of(options).Create(options);
        return AttackRunner.Craft(attack, input, progress: null, CancellationToken.None).Examples;
    }
}
