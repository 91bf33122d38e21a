namespace Experiments.Attacks.Tests;

/// <summary>
/// Against SciPy's L-BFGS-B with the same objective and search, on the same weights, images and target classes (Golden/szegedy_lbfgs.py).
/// Tolerances: SciPy stops at a relative change of 2e-9 and a ratio of c of 1.001, which leaves about 1e-4 in the distortion; the loss is
/// not convex, so a few images may end in another minimum.
/// </summary>
public sealed class LbfgsGoldenTests
{
    private static readonly GoldenFile Golden = GoldenFiles.Values();

    [Fact]
    public void Craft_MlpOnMnist_ReachesSciPysDistortions()
    {
        var examples = Craft(new LbfgsOptions());

        Assert.Equal(Golden.Rows.Select(row => (int?)row.TargetClass), examples.Select(example => example.TargetClass));
        Assert.Equal(Golden.Rows.Select(row => (int?)row.PredictedBefore), examples.Select(example => example.PredictedBefore));
        Assert.True(IsAsGoodAsSciPy(examples), Describe(examples));
        Assert.InRange(examples.Average(example => example.GradientEvaluations), 1, 25);
    }

    [Fact]
    public void Craft_MlpOnMnist_FindsSciPysC()
    {
        var examples = Craft(new LbfgsOptions());

        var close =
            Golden.Rows.Zip(examples).Count(pair => pair.First.C is null || Math.Abs(pair.Second.C!.Value / pair.First.C.Value - 1) < 0.01);
        Assert.True(close >= 0.8 * Golden.Rows.Count, $"{close} of {Golden.Rows.Count} within 1 %");
    }

    [Theory]
    [InlineData(0.05, 500)]
    [InlineData(1e-4, 8)]
    public void Craft_SearchEndedTooEarly_FailsTheComparison(double distortionTolerance, int maxGradientEvaluations)
    {
        var examples =
            Craft(new LbfgsOptions { DistortionTolerance = distortionTolerance, MaxGradientEvaluations = maxGradientEvaluations });

        Assert.False(IsAsGoodAsSciPy(examples), Describe(examples));
    }

    private static bool IsAsGoodAsSciPy(IReadOnlyList<AdversarialExample> examples)
    {
        var within = Golden.Rows.Zip(examples).Count(pair => pair.Second.Distortion <= 1.02 * pair.First.Distortion);
        return examples.All(example => example.Success == true)
            && examples.Average(example => example.Distortion) <= 1.01 * Golden.Rows.Average(row => row.Distortion)
            && within >= 0.95 * Golden.Rows.Count;
    }

    private static string Describe(IReadOnlyList<AdversarialExample> examples) =>
        $"mean {examples.Average(example => example.Distortion):F6}, SciPy {Golden.Rows.Average(row => row.Distortion):F6}; "
            + "worst ratio "
            + $"{Golden.Rows.Zip(examples).Max(pair => pair.First.Distortion > 0 ? pair.Second.Distortion / pair.First.Distortion : 1):F4}";

    private static IReadOnlyList<AdversarialExample> Craft(LbfgsOptions options)
    {
        var (images, labels) = GoldenFiles.TestImages(Golden.Rows.Count);
        var input = new AttackInput
        {
            Images = images,
            Length = 784,
            Labels = labels,
            Positions = Enumerable.Range(0, labels.Length).ToArray(),
            Source = GoldenFiles.Network(),
            Seed = 2013,
        };
        return AttackRunner.Craft(new LbfgsAttack(options), input, progress: null, CancellationToken.None).Examples;
    }
}
