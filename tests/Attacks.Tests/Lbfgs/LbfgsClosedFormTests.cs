using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>A softmax classifier of two classes: the nearest adversarial image lies on the hyperplane where both logits are
/// equal.</summary>
public sealed class LbfgsClosedFormTests
{
    [Theory]
    [InlineData(784, 1f, TargetChoice.Random)]
    [InlineData(784, 0.05f, TargetChoice.Random)]
    [InlineData(100, 8f, TargetChoice.Random)]
    [InlineData(3, 2f, TargetChoice.Random)]
    [InlineData(784, 1f, TargetChoice.Untargeted)]
    [InlineData(784, 0.05f, TargetChoice.Untargeted)]
    [InlineData(3, 2f, TargetChoice.Untargeted)]
    public void Craft_TwoClassLinearBoxInactive_IsTheDistanceToTheHyperplane(int length, float gain, TargetChoice target)
    {
        var classifier = Linear(length, gain, out var weights);
        float[] x0 = [.. Enumerable.Repeat(0.5f, length)];
        var margin = Enumerable.Range(0, length).Sum(i => ((double)weights[i] - weights[length + i]) * 0.5);
        var norm = Math.Sqrt(Enumerable.Range(0, length).Sum(i => Math.Pow((double)weights[i] - weights[length + i], 2)));
        var label = margin > 0 ? 0 : 1;

        var example = Craft(classifier, x0, label, target);

        var expected = Math.Abs(margin) / norm / Math.Sqrt(length);
        Assert.True(example.Success);
        Assert.InRange(example.Distortion, expected * (1 - 1e-6), expected * (1 + 1e-4));
    }

    [Fact]
    public void Craft_TwoClassLinearBoxActive_IsTheNearestPointOfTheHyperplaneInTheBox()
    {
        // The logit difference x_0 + 2 x_1 - 2.3 is -0.22; the free step (0.044, 0.088) would leave the box, so x_1 stops at 1 and x_0 goes
        // to 0.3.
        var classifier = new DenseClassifier(new DenseLayer(2, [0, 0, 1, 2], [0, -2.3f]));
        float[] x0 = [0.1f, 0.99f];

        var example = Craft(classifier, x0, label: 0);

        var expected = Math.Sqrt((0.2 * 0.2 + 0.01 * 0.01) / 2);
        Assert.True(example.Success);
        Assert.InRange(example.Distortion, expected * (1 - 1e-5), expected * (1 + 1e-4));
    }

    [Fact]
    public void Craft_OnePixelAtItsBound_MovesTheOthersOnly()
    {
        // Logit difference 3 x_0 + x_1 - 3.2 with x_0 at its upper bound 1: only x_1 can rise, from 0.1 to 0.2.
        var classifier = new DenseClassifier(new DenseLayer(2, [0, 0, 3, 1], [0, -3.2f]));
        float[] x0 = [1f, 0.1f];

        var example = Craft(classifier, x0, label: 0);

        Assert.True(example.Success);
        Assert.InRange(example.Distortion, 0.1 / Math.Sqrt(2) * (1 - 1e-5), 0.1 / Math.Sqrt(2) * (1 + 1e-4));
    }

    [Fact]
    public void Craft_TargetClassOutOfReach_ReturnsTheCleanImageWithoutSuccess()
    {
        // The logit difference x_0 - 2 is below 0 in all of the box.
        var classifier = new DenseClassifier(new DenseLayer(2, [0, 0, 1, 0], [0, -2f]));
        float[] x0 = [0.5f, 0.5f];

        var batch =
            AttackRunner.Craft(new LbfgsAttack(new LbfgsOptions()), Input(classifier, x0, 0), progress: null, CancellationToken.None);

        Assert.False(batch.Examples[0].Success);
        Assert.Equal(0.0, batch.Examples[0].Distortion);
        Assert.Null(batch.Examples[0].C);
        Assert.Equal(x0, batch.Image(0).ToArray());
    }

    [Fact]
    public void Craft_AlreadyInTheTargetClass_ChangesNothing()
    {
        var classifier = new DenseClassifier(new DenseLayer(2, [0, 0, 1, 0], [0, -0.2f]));
        float[] x0 = [0.5f, 0.5f];

        var example = Craft(classifier, x0, label: 0);

        Assert.Equal(1, example.PredictedBefore);
        Assert.Equal(1, example.TargetClass);
        Assert.True(example.Success);
        Assert.Equal(0.0, example.Distortion);
        Assert.Equal(1, example.GradientEvaluations);
    }

    [Fact]
    public void Craft_GradientOfZero_ReturnsTheCleanImageWithoutSuccess()
    {
        var classifier = new DenseClassifier(new DenseLayer(2, [0, 0, 0, 0], [1, 0]));

        var example = Craft(classifier, [0.5f, 0.5f], label: 0);

        Assert.False(example.Success);
        Assert.Equal(0.0, example.Distortion);
    }

    private static AdversarialExample Craft(DenseClassifier classifier, float[] x0, int label, TargetChoice target = TargetChoice.Random) =>
        AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions { Target = target }), Input(classifier, x0, label), progress: null,
            CancellationToken.None).Examples[0];

    private static AttackInput Input(DenseClassifier classifier, float[] x0, int label) =>
        new() { Images = x0, Length = x0.Length, Labels = new[] { label }, Positions = new[] { 0 }, Source = classifier, Seed = 1 };

    /// <summary>Two classes without biases, small enough a step for the box to stay inactive around the middle.</summary>
    private static DenseClassifier Linear(int length, float gain, out float[] weights)
    {
        weights = new float[2 * length];
        new CounterRandom(7, RandomPurpose.None, (ulong)length).FillGaussian(weights);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] *= gain;
        }
        return new DenseClassifier(new DenseLayer(length, weights, new float[2]));
    }
}
