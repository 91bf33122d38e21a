using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>Any class but the true one: never much farther than the nearest of all wrong classes, and never nearer than the nearest
/// boundary.</summary>
public sealed class LbfgsUntargetedTests
{
    private const int Length = 200;
    private const int ClassCount = 10;
    private const int Count = 60;

    [Theory]
    [InlineData(0.3f)]
    [InlineData(1f)]
    [InlineData(4f)]
    public void Craft_TenClassLinear_IsTheNearestOfAllWrongClasses(float gain)
    {
        var classifier = Linear(gain, out var weights);
        var input = Input(classifier);

        var examples = Craft(classifier, TargetChoice.Untargeted, input);
        var nearest =
            Craft(classifier, TargetChoice.All, input).Chunk(ClassCount - 1).Select(draws => draws.Min(draw => draw.Distortion)).ToList();

        for (var i = 0; i < Count; i++)
        {
            Assert.True(examples[i].Distortion >= NearestBoundary(weights, input, i) * (1 - 1e-5), $"image {i}: {examples[i].Distortion}");
        }
        AssertNearest(examples, nearest, worst: 1.02);
    }

    [Fact]
    public void Craft_MlpOnMnist_IsTheNearestOfAllWrongClasses()
    {
        var (images, labels) = GoldenFiles.TestImages(40);
        var network = GoldenFiles.Network();
        var input = new AttackInput { Images = images, Length = 784, Labels = labels,
            Positions = Enumerable.Range(0, labels.Length).ToArray(), Seed = 1 };

        var examples = Craft(network, TargetChoice.Untargeted, input);
        var nearest =
            Craft(network, TargetChoice.All, input).Chunk(ClassCount - 1).Select(draws => draws.Min(draw => draw.Distortion)).ToList();

        // The loss is not convex: an image may end at the boundary of another class than the nearest four.
        AssertNearest(examples, nearest, worst: 1.15);
        Assert.InRange(examples.Average(example => example.GradientEvaluations), 1, 70);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(8)]
    public void Craft_TwoClassesAlmostEquallyNear_GoesToTheNearerAndNotBetweenThem(double cleanMargin)
    {
        // Logits 0, (x_0 - 0.5) - M and cos 60 (x_0 - 0.5) + sin 60 (x_1 - 0.5) - 1.01 M, in units in which the boundary is 0.25 away.
        var gain = (float)(cleanMargin / 0.25);
        var (cos, sin) = (gain * 0.5f, gain * MathF.Sqrt(0.75f));
        var margin = (float)cleanMargin;
        var classifier = new DenseClassifier(new DenseLayer(
            2, [0, 0, gain, 0, cos, sin], [0, -margin - gain * 0.5f, -1.01f * margin - (cos + sin) * 0.5f]));
        var input = new AttackInput { Images = new[] { 0.5f, 0.5f }, Length = 2, Labels = new[] { 0 }, Positions = new[] { 0 }, Seed = 1 };

        var example = Craft(classifier, TargetChoice.Untargeted, input)[0];

        Assert.True(example.Success);
        Assert.InRange(example.Distortion, 0.25 / Math.Sqrt(2) * (1 - 1e-5), 0.25 / Math.Sqrt(2) * 1.0101);
    }

    [Fact]
    public void Craft_AlreadyMisclassified_ChangesNothing()
    {
        var classifier = Linear(1f, out _);
        var right = Input(classifier);
        var wrong = right with { Labels = right.Labels.ToArray().Select(label => (label + 1) % ClassCount).ToArray() };

        var batch = AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions { Target = TargetChoice.Untargeted }), wrong, progress: null, CancellationToken.None);

        Assert.Equal(wrong.Images.ToArray(), batch.Images.ToArray());
        Assert.All(batch.Examples, example =>
        {
            Assert.True(example.Success);
            Assert.Equal(0.0, example.Distortion);
            Assert.Null(example.TargetClass);
            Assert.Null(example.C);
            Assert.Equal(1, example.GradientEvaluations);
        });
    }

    private static void AssertNearest(IReadOnlyList<AdversarialExample> examples, List<double> nearest, double worst)
    {
        Assert.All(examples, example => Assert.True(example.Success));
        var ratios =
            examples.Zip(nearest).Where(pair => pair.Second > 0).Select(pair => pair.First.Distortion / pair.Second).Order().ToList();
        Assert.True(
            ratios[^1] < worst && ratios.Average() < 1.005, $"mean {ratios.Average():F5}, worst {string.Join(" ", ratios.TakeLast(5))}");
    }

    /// <summary>The least distance to a hyperplane where the label's logit equals another's; the box can only make it farther.</summary>
    private static double NearestBoundary(float[] weights, AttackInput input, int image)
    {
        var (x, y) = (input.Image(image).ToArray(), input.Labels.Span[image]);
        double Distance(int j)
        {
            var differences = Enumerable.Range(0, Length).Select(i => (double)weights[y * Length + i] - weights[j * Length + i]).ToArray();
            return differences.Zip(x, (d, pixel) => d * pixel).Sum() / Math.Sqrt(differences.Sum(d => d * d));
        }

        return Enumerable.Range(0, ClassCount).Where(j => j != y).Min(Distance) / Math.Sqrt(Length);
    }

    private static IReadOnlyList<AdversarialExample> Craft(DenseClassifier classifier, TargetChoice target, AttackInput input) =>
        AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions { Target = target }), input with { Source = classifier }, progress: null,
            CancellationToken.None).Examples;

    private static DenseClassifier Linear(float gain, out float[] weights)
    {
        weights = new float[ClassCount * Length];
        new CounterRandom(7, RandomPurpose.None, 1).FillGaussian(weights);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] *= gain;
        }
        return new DenseClassifier(new DenseLayer(Length, weights, new float[ClassCount]));
    }

    /// <summary>Random images, each labelled as the classifier sees it.</summary>
    private static AttackInput Input(DenseClassifier classifier)
    {
        var images = new float[Count * Length];
        new CounterRandom(8, RandomPurpose.None, 1).FillUniform(images);
        var logits = new float[Count * ClassCount];
        using var pass = classifier.OpenPass(Count);
        pass.Forward(images, Count, logits);
        return new AttackInput
        {
            Images = images,
            Length = Length,
            Labels = logits.Chunk(ClassCount).Select(row => Array.IndexOf(row, row.Max())).ToArray(),
            Positions = Enumerable.Range(0, Count).ToArray(),
            Source = classifier,
            Seed = 1,
        };
    }
}
