using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class UniversalPerturbationTests
{
    private const int Length = 25;

    private static readonly DenseClassifier Source = DenseClassifier.Random(3, 3f, Activation.Sigmoid, Length, 20, 5);

    /// <summary>Two classes whose boundary is a hyperplane, all images on one side: the way across it fools them all.</summary>
    [Fact]
    public void Craft_LinearClassifierOneSide_FoolsAllWithinTheBudget()
    {
        var source = new DenseClassifier(new DenseLayer(2, [0, 0, 1, 1], [1, 0]));
        float[] images = [0.3f, 0.4f, 0.2f, 0.3f, 0.45f, 0.4f, 0.3f, 0.3f];

        var made = Craft(images, new UniversalOptions { Stddev = 0.3, FoolingRate = 1 }, source: source);

        Assert.Equal((4, 4), (made.Images, made.Fooled));
        Assert.InRange(Size(made), 0.2, 0.3 * (1 + 1e-6));
        Assert.Equal(made.Values.Span[0], made.Values.Span[1], 1e-3f);
    }

    [Fact]
    public void Craft_BudgetTooSmall_StaysInsideAndSaysHowManyItFools()
    {
        var images = Images(40);

        var made = Craft(images, new UniversalOptions { Stddev = 0.05, FoolingRate = 1, MaxRounds = 3 });

        Assert.InRange(Size(made), 0, 0.05);
        Assert.Equal(3, made.Rounds);
        Assert.Equal(Fooled(images, made), made.Fooled);
        Assert.InRange(made.Fooled, 1, 39);
    }

    [Fact]
    public void Craft_LargerBudget_FoolsMoreThanRandomDirectionsOfItsSize()
    {
        var images = Images(60);

        var made = Craft(images, new UniversalOptions { Stddev = 0.2, FoolingRate = 0.9 });

        var random = new float[Length];
        new CounterRandom(3, RandomPurpose.None, 5).FillGaussian(random);
        var scale = (float)(Size(made) / Math.Sqrt(random.Sum(v => v * v) / Length));
        Assert.True(made.Fooled > 2 * CountFooled(images, [.. random.Select(v => scale * v)]), $"{made.Fooled} of 60");
    }

    [Fact]
    public void Craft_SameSeedTwice_SameBitsAndOtherSeedOthers()
    {
        var images = Images(20);
        var options = new UniversalOptions { Stddev = 0.1, MaxRounds = 2 };

        Assert.Equal(Craft(images, options).Values.ToArray(), Craft(images, options).Values.ToArray());
        Assert.NotEqual(Craft(images, options).Values.ToArray(), Craft(images, options, seed: 8).Values.ToArray());
    }

    /// <summary>A budget too small for the rate: every round is gone through.</summary>
    private static readonly UniversalOptions Tight = new() { Stddev = 0.05, FoolingRate = 1, MaxRounds = 4 };

    public static TheoryData<UniversalOptions> Variants =>
    [
        Tight with { Stddev = 0.06 }, Tight with { FoolingRate = 0.01 }, Tight with { MaxRounds = 1 }, Tight with { Overshoot = 0.5 },
        Tight with { MaxIterations = 1 },
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Craft_OtherOption_GivesAnotherPerturbation(UniversalOptions variant)
    {
        var images = Images(40);
        var (expected, other) = (Craft(images, Tight), Craft(images, variant));

        // The best round is kept, so rounds that gain nothing show in their number alone.
        Assert.False(expected.Values.Span.SequenceEqual(other.Values.Span) && expected.Rounds == other.Rounds);
    }

    [Fact]
    public void Craft_OptionsOutOfRange_AreReportedTogether()
    {
        var error = Assert.Throws<ArgumentException>(() => Craft(Images(2), new UniversalOptions { Stddev = 0, MaxRounds = 0 }));

        Assert.StartsWith(
            "attack universal: stddev is 0; it must be above 0 and at most 10. maxRounds is 0; it must be from 1 to 1000.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Length + 1)]
    public void Craft_ImagesOfAnotherLength_Throws(int length) =>
        Assert.Throws<ArgumentException>(() => Craft(new float[length], new UniversalOptions()));

    [Fact]
    public void Craft_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(() =>
        UniversalPerturbation.Craft(Source, Images(3), new UniversalOptions(), 7, progress: null, new CancellationToken(canceled: true)));

    private static UniversalPerturbation Craft(float[] images, UniversalOptions options, ulong seed = 7, DenseClassifier? source = null) =>
        UniversalPerturbation.Craft(source ?? Source, images, options, seed, progress: null, CancellationToken.None);

    private static float[] Images(int count)
    {
        var images = new float[count * Length];
        new CounterRandom(2, RandomPurpose.None, 0).FillUniform(images);
        return images;
    }

    private static double Size(UniversalPerturbation made) => Distortion.RootMeanSquare(new float[made.Values.Length], made.Values.Span);

    private static int Fooled(float[] images, UniversalPerturbation made) => CountFooled(images, made.Values.ToArray());

    private static int CountFooled(float[] images, float[] v)
    {
        var n = images.Length / Length;
        float[] moved = [.. images.Select((pixel, i) => Math.Clamp(pixel + v[i % Length], 0f, 1f))];
        return Enumerable.Range(0, n).Count(i => Class(images, i) != Class(moved, i));
    }

    private static int Class(float[] images, int image)
    {
        var logits = new float[Source.ClassCount];
        using var pass = Source.OpenPass(1);
        pass.Forward(images.AsSpan(image * Length, Length), 1, logits);
        return Reduction.MaxIndex(logits);
    }
}
