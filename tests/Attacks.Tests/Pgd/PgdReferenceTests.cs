using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>Untargeted pgd is the published attack: ascent of the cross-entropy, as double precision has it.</summary>
public sealed class PgdReferenceTests
{
    [Fact]
    public void Craft_FastGradientSignOnTenClasses_HasTheSignsOfTheCrossEntropyInDoublePrecision()
    {
        const double epsilon = 0.25;
        var (images, labels) = GoldenFiles.TestImages(200);
        var input = InputOf(GoldenFiles.Network(), images, labels);
        var reference = new DoubleReference(GoldenFiles.Network());

        var batch = Craft(input, new PgdOptions
        {
            Norm = PerturbationNorm.Linf, Epsilon = epsilon, StepSize = epsilon, Steps = 1, RandomStart = false,
        });

        var differing = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var expected = reference.AscendLinf(input.Image(i), labels[i], epsilon, epsilon, steps: 1);
            differing += Differing(expected, batch.Image(i));
        }
        Assert.True(differing < images.Length / 10_000, $"{differing} of {images.Length} pixels differ");
    }

    /// <summary>Small clean margins: steps past the boundary are steps as well.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(4f)]
    [InlineData(400f)]
    public void Craft_FortyStepsOnTenClasses_GoAsFarAsInDoublePrecision(float gain)
    {
        const int Length = 60;
        const int Count = 40;
        var source = DenseClassifier.Random(7, gain, Activation.Sigmoid, Length, 10);
        var images = new float[Count * Length];
        new CounterRandom(1, RandomPurpose.None, 5).FillUniform(images);
        var input = InputOf(source, images, Read(source, images, Count));
        var reference = new DoubleReference(source);

        var batch = Craft(input, new PgdOptions
        {
            Norm = PerturbationNorm.Linf, Epsilon = 0.3, StepSize = 0.02, Steps = 40, RandomStart = false,
        });

        for (var i = 0; i < Count; i++)
        {
            var expected = reference.AscendLinf(input.Image(i), input.Labels.Span[i], epsilon: 0.3, stepSize: 0.02, steps: 40);
            Assert.Equal(0, Differing(expected, batch.Image(i)));
        }
    }

    private static int Differing(double[] expected, ReadOnlySpan<float> actual)
    {
        var differing = 0;
        for (var j = 0; j < actual.Length; j++)
        {
            differing += Math.Abs(expected[j] - actual[j]) > 1e-4 ? 1 : 0;
        }

        return differing;
    }

    private static int[] Read(DenseClassifier source, float[] images, int count)
    {
        var logits = new float[count * source.ClassCount];
        using var pass = source.OpenPass(count);
        pass.Forward(images, count, logits);
        return [.. logits.Chunk(source.ClassCount).Select(row => Array.IndexOf(row, row.Max()))];
    }

    private static AttackInput InputOf(DenseClassifier source, float[] images, int[] labels) => new()
    {
        Images = images,
        Length = images.Length / labels.Length,
        Labels = labels,
        Positions = Enumerable.Range(0, labels.Length).ToArray(),
        Source = source,
        Seed = 5,
    };

    private static AdversarialBatch Craft(AttackInput input, PgdOptions options) =>
        AttackRunner.Craft(new PgdAttack(options), input, progress: null, CancellationToken.None);
}
