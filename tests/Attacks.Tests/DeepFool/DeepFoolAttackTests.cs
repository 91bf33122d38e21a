using System.Text.Json;
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
            Assert.Equal(1.02 * (distances.Min() + 1e-4) / Math.Sqrt(30), batch.Examples[i].Distortion, 2e-4 * distances.Min());
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
        Assert.InRange(batch.Image(0)[1], 0.5f, 0.5055f);
        Assert.InRange(batch.Examples[0].Iterations, 2, 20);
        Assert.True(batch.Examples[0].Success);
    }

    /// <summary>Pixels that the box held took no part in a step: mean L2 was a tenth larger than with clipping.</summary>
    [Fact]
    public void Craft_MlpOnMnist_IsNoFartherThanClippedStepsOfTheReference()
    {
        var golden = JsonSerializer.Deserialize<DeepFoolGolden>(
            File.ReadAllText(GoldenFiles.PathOf("deepfool_clipped.json")), JsonSerializerOptions.Web)!;
        var (images, labels) = GoldenFiles.TestImages(golden.Images);

        var batch = Craft(GoldenFiles.Network(), images, labels, Default);

        Assert.All(batch.Examples, example => Assert.True(example.Success));
        Assert.InRange(batch.Examples.Average(example => example.Distortion * 28), 0.9 * golden.MeanL2, golden.MeanL2);
    }

    /// <summary>A smallest gap in the units of logits made the step three times as long where logits were a millionth.</summary>
    [Theory]
    [InlineData(1f / (1 << 30))]
    [InlineData(1f / (1 << 20))]
    [InlineData(1 << 20)]
    public void Craft_LogitsInAnotherUnit_GivesTheSameImage(float unit)
    {
        var source = DenseClassifier.Random(4, 1f, Activation.Identity, 30, 4);
        var scaled = DenseClassifier.Random(4, unit, Activation.Identity, 30, 4);
        var (images, labels) = Grey(source, 30, 10);

        var (expected, batch) = (Craft(source, images, labels, Default), Craft(scaled, images, labels, Default));

        Assert.Equal(expected.Images.ToArray(), batch.Images.ToArray());
    }

    /// <summary>Two equal rows of weights: the class has no boundary with its twin, and one with each of the others.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Craft_TrueClassTiesWithAnother_LeavesForAThird(int label)
    {
        var source = new DenseClassifier(new DenseLayer(2, [1, 0, 1, 0, 0, 1], [0, 0, 0]));

        var example = Craft(source, [0.6f, 0.3f], [label], Default).Examples[0];

        Assert.True(example.Success);
        Assert.Equal(label == 0 ? 2 : 0, example.PredictedAfter);
        Assert.Equal(label == 0 ? 1 : 0, example.Iterations);
    }

    /// <summary>Without an overshoot the last point is as near to the boundary as can be.</summary>
    [Fact]
    public void Craft_NoOvershoot_LeadsInDoublePrecisionToo()
    {
        var (images, labels) = GoldenFiles.TestImages(100);
        var network = GoldenFiles.Network();

        var batch = Craft(network, images, labels, Default with { Overshoot = 0 });

        var reference = new DoubleReference(network);
        Assert.All(Enumerable.Range(0, labels.Length).Where(i => batch.Examples[i].Success == true), i =>
        {
            var logits = reference.Logits([.. batch.Image(i).ToArray().Select(pixel => (double)pixel)]);
            Assert.NotEqual(labels[i], Array.IndexOf(logits, logits.Max()));
        });
    }

    [Fact]
    public void Craft_LogitsThatAreNoNumbersAfterAStep_KeepsTheLastImageThatHasSome()
    {
        // The step goes to where the second logit overflows: 1e38 (x - 0.5) + ... in two layers.
        var source = new DenseClassifier(
            new DenseLayer(1, [1e30f], [-1e29f]), new DenseLayer(1, [0, 1e9f], [1e38f, 0])) { Activation = Activation.Relu };

        var batch = Craft(source, [0.15f], [0], Default with { Overshoot = 10 });

        Assert.Equal([0.15f], batch.Images.ToArray());
        Assert.False(batch.Examples[0].Success);
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

/// <param name="Images">The first test images of MNIST.</param>
/// <param name="MeanL2">Of all of them.</param>
internal sealed record DeepFoolGolden(int Images, double MeanL2);
