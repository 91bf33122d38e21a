namespace Experiments.Attacks.Tests;

/// <summary>An untargeted search settles in the basin of one class: the nearest of nine targeted searches was more than 2 % nearer for an
/// image in ten.</summary>
public sealed class LbfgsNearestClassTests
{
    [Fact]
    public void Craft_UntargetedOnMnist_IsTheNearestOfAllClassesForNearlyEveryImage()
    {
        const int Count = 200;
        var (images, labels) = GoldenFiles.TestImages(Count);
        var input = Input(GoldenFiles.Network(), images, labels);

        var examples = Craft(input, TargetChoice.Untargeted).Examples;
        var nearest = Craft(input, TargetChoice.All).Examples.Chunk(9)
            .Select(draws => draws.Where(draw => draw.Success == true).Min(draw => draw.Distortion));

        var longer = examples.Zip(nearest).Count(pair => pair.First.Distortion > 1.02 * pair.Second);
        Assert.All(examples, example => Assert.True(example.Success));
        Assert.InRange(longer, 0, 0.04 * Count);
        Assert.InRange(examples.Average(example => example.GradientEvaluations), 1, 70);
    }

    /// <summary>Labels 0 and 1 have the same weights: no image tells them apart, and class 2 is a wrong class as good as another.</summary>
    [Fact]
    public void Craft_TrueClassTiesWithAnother_ReachesAThird()
    {
        var source = new DenseClassifier(new DenseLayer(2, [1, 0, 1, 0, 0, 1], [0, 0, 0]));

        var example = Craft(Input(source, [0.6f, 0.3f], [0]), TargetChoice.Untargeted).Examples[0];

        Assert.Equal((true, 2), (example.Success, example.PredictedAfter));
        Assert.InRange(example.Distortion, 0.15 * (1 - 1e-5), 0.15 * (1 + 1e-3));
    }

    /// <summary>Wrong classes 1 and 2 have the same weights, and of equal logits the first counts: it led by 0 for ever.</summary>
    [Fact]
    public void Craft_TargetClassTiesWithALaterOne_IsReached()
    {
        var source = new DenseClassifier(new DenseLayer(2, [1, 0, 0, 1, 0, 1], [0, 0, 0]));

        var example = Craft(Input(source, [0.6f, 0.3f], [0]), TargetChoice.RunnerUp).Examples[0];

        Assert.Equal((true, 1), (example.Success, example.PredictedAfter));
        Assert.InRange(example.Distortion, 0.15 * (1 - 1e-5), 0.15 * (1 + 1e-3));
    }

    /// <summary>An image is read as the earlier of two classes that tie: the later one's images are misread from the start.</summary>
    [Fact]
    public void Craft_TrueClassTiesWithAnEarlierOne_ChangesNothing()
    {
        var source = new DenseClassifier(new DenseLayer(2, [1, 0, 1, 0, 0, 1], [0, 0, 0]));

        var batch = Craft(Input(source, [0.6f, 0.3f], [1]), TargetChoice.Untargeted);

        Assert.Equal([0.6f, 0.3f], batch.Images.ToArray());
        Assert.Equal((true, 1), (batch.Examples[0].Success, batch.Examples[0].GradientEvaluations));
    }

    /// <summary>Of a thousand examples one lay so near the boundary that double precision read it as the true class.</summary>
    [Theory]
    [InlineData(TargetChoice.Untargeted)]
    [InlineData(TargetChoice.All)]
    public void Craft_TightestTolerance_LeadsInDoublePrecisionToo(TargetChoice target)
    {
        var (images, labels) = GoldenFiles.TestImages(60);
        var network = GoldenFiles.Network();

        var batch = AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions { Target = target, DistortionTolerance = 1e-6 }), Input(network, images, labels),
            progress: null, CancellationToken.None);

        var reference = new DoubleReference(network);
        Assert.All(Enumerable.Range(0, batch.Examples.Count).Where(row => batch.Examples[row].Distortion > 0), row =>
        {
            var logits = reference.Logits([.. batch.Image(row).ToArray().Select(pixel => (double)pixel)]);
            var read = Array.IndexOf(logits, logits.Max());
            Assert.True(batch.Examples[row].TargetClass is { } wanted ? read == wanted : read != batch.Examples[row].Label);
        });
    }

    private static AdversarialBatch Craft(AttackInput input, TargetChoice target) =>
        AttackRunner.Craft(new LbfgsAttack(new LbfgsOptions { Target = target }), input, progress: null, CancellationToken.None);

    private static AttackInput Input(DenseClassifier source, float[] images, int[] labels) => new()
    {
        Images = images,
        Length = images.Length / labels.Length,
        Labels = labels,
        Positions = Enumerable.Range(0, labels.Length).ToArray(),
        Source = source,
        Seed = 1,
    };
}
