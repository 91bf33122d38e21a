using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class DeepFoolAttackTests
{
    private static readonly DeepFoolOptions Default = new();

    /// <summary>On a linear classifier away from the box, one step goes to the nearest hyperplane, min over classes of gap / ||w_j - w_y||,
    /// and 2 % beyond.</summary>
    [Fact]
    public void Craft_LinearClassifier_StepsToTheNearestHyperplane()
    {
        var source = DenseClassifier.Random(4, 1f, Activation.Identity, 30, 4);
        var (images, labels) = Grey(source, 30, 10);

        var batch = Craft(source, images, labels, Default);

        for (var i = 0; i < labels.Length; i++)
        {
            var x = images.AsSpan(i * 30, 30).ToArray();
            var distances = Enumerable.Range(0, 4).Where(j => j != labels[i]).Select(j => Distance(source, x, labels[i], j));
            Assert.Equal(1.02 * distances.Min() / Math.Sqrt(30), batch.Examples[i].Distortion, 2e-4 * distances.Min());
            Assert.Equal(1, batch.Examples[i].Iterations);
            Assert.Equal(4, batch.Examples[i].GradientEvaluations);
            Assert.True(batch.Examples[i].Success);
        }
    }

    [Fact]
    public void Craft_ImageMisclassifiedFromTheStart_StaysAsItIs()
    {
        var source = DenseClassifier.Random(4, 1f, Activation.Identity, 30, 4);
        var (images, labels) = Grey(source, 30, 1);

        var batch = Craft(source, images, [(labels[0] + 1) % 4], Default);

        Assert.Equal(images, batch.Images.ToArray());
        Assert.Equal((0, true), (batch.Examples[0].Iterations, batch.Examples[0].Success));
    }

    [Fact]
    public void Craft_ConstantClassifier_FailsWithTheCleanImage()
    {
        var source = new DenseClassifier(new DenseLayer(3, new float[6], [1, 0]));

        var batch = Craft(source, [0.5f, 0.2f, 0.9f], [0], Default);

        Assert.Equal([0.5f, 0.2f, 0.9f], batch.Images.ToArray());
        Assert.False(batch.Examples[0].Success);
    }

    /// <summary>The gradient points out of the box in the first pixel; the second has to carry the whole step.</summary>
    [Fact]
    public void Craft_PixelHeldByTheBox_TheOthersMove()
    {
        // Logits 1.5 and x1 + x2: the boundary is at x2 = 0.5, and x1 is 1 already.
        var source = new DenseClassifier(new DenseLayer(2, [0, 0, 1, 1], [1.5f, 0]));

        var batch = Craft(source, [1f, 0f], [0], Default with { Overshoot = 0.01 });

        Assert.Equal(1f, batch.Image(0)[0]);
        Assert.Equal(0.505f, batch.Image(0)[1], 1e-3f);
        Assert.Equal((1, true), (batch.Examples[0].Iterations, batch.Examples[0].Success));
    }

    private static double Distance(DenseClassifier source, float[] x, int label, int other)
    {
        var logits = new float[4];
        using var pass = source.OpenPass(1);
        pass.Forward(x, 1, logits);
        var difference = Enumerable.Range(0, 30).Select(i => (double)source.Parameters[other * 30 + i] - source.Parameters[label * 30 + i]);
        return (logits[label] - logits[other]) / Math.Sqrt(difference.Sum(d => d * d));
    }

    /// <summary>Pixels near 0.5, so that the box plays no part, with the source's own classes as labels.</summary>
    private static (float[] Images, int[] Labels) Grey(DenseClassifier source, int length, int count)
    {
        var images = new float[count * length];
        new CounterRandom(6, RandomPurpose.None, 0).FillUniform(images);
        images = [.. images.Select(v => 0.45f + 0.1f * v)];
        using var pass = source.OpenPass(count);
        var logits = new float[count * source.ClassCount];
        pass.Forward(images, count, logits);
        return (images,
            [.. Enumerable.Range(0, count).Select(i => Reduction.MaxIndex(logits.AsSpan(i * source.ClassCount, source.ClassCount)))]);
    }

    private static AdversarialBatch Craft(DenseClassifier source, float[] images, int[] labels, DeepFoolOptions options) =>
        AttackRunner.Craft(
            new DeepFoolAttack(options),
            new AttackInput { Images = images, Length = images.Length / labels.Length, Labels = labels,
                Positions = Enumerable.Range(0, labels.Length).ToArray(), Source = source, Seed = 1 },
            progress: null,
            CancellationToken.None);
}
