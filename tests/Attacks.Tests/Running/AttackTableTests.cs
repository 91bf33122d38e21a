using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>What must hold of every attack in the catalogue.</summary>
public sealed class AttackTableTests
{
    private const int Length = 40;
    private const int ClassCount = 5;
    private const int Count = 24;

    private static readonly DenseClassifier Source = DenseClassifier.Random(3, 4f, Activation.Sigmoid, Length, 20, ClassCount);

    /// <summary>At least one row per attack: its options, and for each option a value that must change the result.</summary>
    private static readonly AttackRow[] Rows =
    [
        new("lbfgs", "68d1958ae957e9ff", new LbfgsOptions(), new()
        {
            [nameof(LbfgsOptions.Target)] = new LbfgsOptions { Target = TargetChoice.LeastLikely },
            [nameof(LbfgsOptions.History)] = new LbfgsOptions { History = 2 },
            [nameof(LbfgsOptions.DistortionTolerance)] = new LbfgsOptions { DistortionTolerance = 0.1 },
            [nameof(LbfgsOptions.GradientTolerance)] = new LbfgsOptions { GradientTolerance = 0.1 },
            [nameof(LbfgsOptions.MaxGradientEvaluations)] = new LbfgsOptions { MaxGradientEvaluations = 5 },
            [nameof(LbfgsOptions.Levels)] = new LbfgsOptions { Levels = 256 },
        }) { IsRandom = true },
        new("lbfgs, untargeted", "8131178a9a9b7869", new LbfgsOptions { Target = TargetChoice.Untargeted }, new()
        {
            [nameof(LbfgsOptions.Target)] = new LbfgsOptions(),
            [nameof(LbfgsOptions.History)] = new LbfgsOptions { Target = TargetChoice.Untargeted, History = 2 },
            [nameof(LbfgsOptions.DistortionTolerance)] = new LbfgsOptions { Target = TargetChoice.Untargeted, DistortionTolerance = 0.1 },
            [nameof(LbfgsOptions.GradientTolerance)] = new LbfgsOptions { Target = TargetChoice.Untargeted, GradientTolerance = 0.1 },
            [nameof(LbfgsOptions.MaxGradientEvaluations)] =
                new LbfgsOptions { Target = TargetChoice.Untargeted, MaxGradientEvaluations = 5 },
            [nameof(LbfgsOptions.Levels)] = new LbfgsOptions { Target = TargetChoice.Untargeted, Levels = 256 },
        }),
        new("lbfgs, bytes", "2964e1e18964ad33", new LbfgsOptions { Target = TargetChoice.RunnerUp, Levels = 256 }, new()
        {
            [nameof(LbfgsOptions.Target)] = new LbfgsOptions { Levels = 256 },
            [nameof(LbfgsOptions.History)] = new LbfgsOptions { Target = TargetChoice.RunnerUp, Levels = 256, History = 2 },
            [nameof(LbfgsOptions.DistortionTolerance)] =
                new LbfgsOptions { Target = TargetChoice.RunnerUp, Levels = 256, DistortionTolerance = 0.1 },
            [nameof(LbfgsOptions.GradientTolerance)] =
                new LbfgsOptions { Target = TargetChoice.RunnerUp, Levels = 256, GradientTolerance = 0.1 },
            [nameof(LbfgsOptions.MaxGradientEvaluations)] =
                new LbfgsOptions { Target = TargetChoice.RunnerUp, Levels = 256, MaxGradientEvaluations = 5 },
            [nameof(LbfgsOptions.Levels)] = new LbfgsOptions { Target = TargetChoice.RunnerUp, Levels = 16 },
        }),
        new("pgd", "5f2de7f9938ec8dc", new PgdOptions(), new()
        {
            [nameof(PgdOptions.Norm)] = new PgdOptions { Norm = PerturbationNorm.Linf },
            [nameof(PgdOptions.Euclidean)] = new PgdOptions { Norm = PerturbationNorm.L2, Euclidean = true },
            [nameof(PgdOptions.Epsilon)] = new PgdOptions { Epsilon = 0.05 },
            [nameof(PgdOptions.StepSize)] = new PgdOptions { StepSize = 0.02 },
            [nameof(PgdOptions.Steps)] = new PgdOptions { Steps = 9 },
            [nameof(PgdOptions.RandomStart)] = new PgdOptions { RandomStart = false },
            [nameof(PgdOptions.Target)] = new PgdOptions { Target = TargetChoice.LeastLikely },
            [nameof(PgdOptions.Levels)] = new PgdOptions { Levels = 256 },
        }) { IsRandom = true },
        new("pgd, fast gradient sign", "017c59163a43f411", FastGradientSign, new()
        {
            [nameof(PgdOptions.Norm)] = FastGradientSign with { Norm = PerturbationNorm.Rms },
            [nameof(PgdOptions.Euclidean)] = FastGradientSign with { Norm = PerturbationNorm.L2, Euclidean = true },
            [nameof(PgdOptions.Epsilon)] = FastGradientSign with { Epsilon = 0.05 },
            [nameof(PgdOptions.StepSize)] = FastGradientSign with { StepSize = 0.05 },
            [nameof(PgdOptions.Steps)] = FastGradientSign with { Steps = 2 },
            [nameof(PgdOptions.RandomStart)] = FastGradientSign with { RandomStart = true },
            [nameof(PgdOptions.Target)] = FastGradientSign with { Target = TargetChoice.All },
            [nameof(PgdOptions.Levels)] = FastGradientSign with { Levels = 256 },
        }),
        new("pgd, Euclidean", "7a2b1970d3e9765d", Euclidean, new()
        {
            [nameof(PgdOptions.Norm)] = new PgdOptions { Epsilon = 0.5, StepSize = 0.2 },
            [nameof(PgdOptions.Euclidean)] = new PgdOptions { Epsilon = 0.5, StepSize = 0.2 },
            [nameof(PgdOptions.Epsilon)] = Euclidean with { Epsilon = 0.4 },
            [nameof(PgdOptions.StepSize)] = Euclidean with { StepSize = 0.1 },
            [nameof(PgdOptions.Steps)] = Euclidean with { Steps = 9 },
            [nameof(PgdOptions.RandomStart)] = Euclidean with { RandomStart = false },
            [nameof(PgdOptions.Target)] = Euclidean with { Target = TargetChoice.RunnerUp },
            [nameof(PgdOptions.Levels)] = Euclidean with { Levels = 256 },
        }) { IsRandom = true },
        PgdInBytes("pgd, bytes", "8a08ac65a38459e7", new PgdOptions { Norm = PerturbationNorm.Linf, Levels = 256 }),
        PgdInBytes("pgd, Euclidean bytes", "ca91df232fc79909", Euclidean with { Levels = 256 }),
        new("deepfool", "7f5c3e3bc64c4b01", new DeepFoolOptions(), new()
        {
            [nameof(DeepFoolOptions.Overshoot)] = new DeepFoolOptions { Overshoot = 0.5 },
            [nameof(DeepFoolOptions.MaxIterations)] = new DeepFoolOptions { MaxIterations = 1 },
            [nameof(DeepFoolOptions.Levels)] = new DeepFoolOptions { Levels = 256 },
        }),
        new("deepfool, bytes", "ba8ce6d8d36c4a29", new DeepFoolOptions { Levels = 256 }, new()
        {
            [nameof(DeepFoolOptions.Overshoot)] = new DeepFoolOptions { Levels = 256, Overshoot = 0.5 },
            [nameof(DeepFoolOptions.MaxIterations)] = new DeepFoolOptions { Levels = 256, MaxIterations = 1 },
            [nameof(DeepFoolOptions.Levels)] = new DeepFoolOptions { Levels = 16 },
        }),
        new("gaussian-noise", "1b6901a1e20b08da", new GaussianNoiseOptions(), new()
        {
            [nameof(GaussianNoiseOptions.Stddev)] = new GaussianNoiseOptions { Stddev = 0.2 },
            [nameof(GaussianNoiseOptions.Clip)] = new GaussianNoiseOptions { Clip = false },
            [nameof(GaussianNoiseOptions.Draws)] = new GaussianNoiseOptions { Draws = 2 },
        }) { IsRandom = true },
        new("amplify", "b5a27bb135433082", new AmplifyOptions(), new()
        {
            [nameof(AmplifyOptions.Stddev)] = new AmplifyOptions { Stddev = 0.2 },
        }),
        new("random-direction", "46d1978dc95c31c3", new RandomDirectionOptions(), new()
        {
            [nameof(RandomDirectionOptions.Clip)] = new RandomDirectionOptions { Clip = false },
            [nameof(RandomDirectionOptions.Draws)] = new RandomDirectionOptions { Draws = 2 },
        }) { IsRandom = true },
    ];

    private static PgdOptions FastGradientSign =>
        new() { Norm = PerturbationNorm.Linf, Epsilon = 0.1, StepSize = 0.1, Steps = 1, RandomStart = false };

    private static PgdOptions Euclidean => new() { Norm = PerturbationNorm.L2, Euclidean = true, Epsilon = 0.5, StepSize = 0.2 };

    private static AttackRow PgdInBytes(string name, string bits, PgdOptions options) => new(name, bits, options, new()
    {
        [nameof(PgdOptions.Norm)] = options with { Norm = PerturbationNorm.Rms, Euclidean = null },
        [nameof(PgdOptions.Euclidean)] = options.Euclidean is null
            ? options with { Norm = PerturbationNorm.L2, Euclidean = true }
            : options with { Norm = PerturbationNorm.Rms, Euclidean = null },
        [nameof(PgdOptions.Epsilon)] = options with { Epsilon = 0.05 },
        [nameof(PgdOptions.StepSize)] = options with { StepSize = 0.011 },
        [nameof(PgdOptions.Steps)] = options with { Steps = 2 },
        [nameof(PgdOptions.RandomStart)] = options with { RandomStart = false },
        [nameof(PgdOptions.Target)] = options with { Target = TargetChoice.LeastLikely },
        [nameof(PgdOptions.Levels)] = options with { Levels = 16 },
    }) { IsRandom = true };

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_AnyImage_StaysInTheBox(string name)
    {
        var batch = Craft(Row(name).Options, Everything(name));

        Assert.All(batch.Images.ToArray(), pixel => Assert.InRange(pixel, 0f, 1f));
    }

    /// <summary>The budget is used as well: a source with a gradient everywhere leaves nobody at the clean image.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_WithABudget_StaysWithinItInItsNorm(string name)
    {
        var input = Everything(name);
        var batch = Craft(Row(name).Options, input);
        if (Row(name).Type.ClassOf(Row(name).Options) is not FixedBudget(var norm, var epsilon))
        {
            return;
        }

        Assert.All(
            Enumerable.Range(0, batch.Examples.Count),
            row => AssertWithin(norm, epsilon, input.Image(row / batch.Draws), batch.Image(row), least: 0.1 * epsilon));
    }

    /// <summary>Budgets that are no number in single precision, and pixels of bytes: linf was exceeded by 2.4e-8.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_WithAnyBudget_StaysWithinItToTheLastBit(string name)
    {
        if (Row(name).Options is not FixedBudgetOptions options)
        {
            return;
        }

        var input = Everything(name);
        input = input with { Images = input.Images.ToArray().Select(pixel => MathF.Round(pixel * 255) / 255f).ToArray() };
        foreach (var epsilon in new[] { 0.3, 0.1, 8 / 255.0, 1 / 255.0, 1e-3, 1e-7, 1e-12, 1.0 })
        {
            var batch = Craft(options with { Epsilon = epsilon, StepSize = epsilon / 3 }, input);
            for (var row = 0; row < batch.Examples.Count; row++)
            {
                AssertWithin(options.Norm, epsilon, input.Image(row / batch.Draws), batch.Image(row));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_AnyImage_ReportsItsSizeInEveryNorm(string name)
    {
        var input = Everything(name);
        var batch = Craft(Row(name).Options, input);

        for (var row = 0; row < batch.Examples.Count; row++)
        {
            double[] changes =
                [.. batch.Image(row).ToArray().Zip(input.Image(row / batch.Draws).ToArray(), (x, x0) => Math.Abs((double)x - x0))];
            Assert.Equal(changes.Max(), batch.Examples[row].Linf);
            Assert.Equal(Math.Sqrt(changes.Average(change => change * change)), batch.Examples[row].Distortion, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_SameSeedTwice_GivesTheSameBytes(string name) =>
        AssertSame(Craft(Row(name).Options, Everything(name)), Craft(Row(name).Options, Everything(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_AnySlotsAndThreads_GivesTheSameBytes(string name)
    {
        var expected = Craft(Row(name).Options, Everything(name) with { Slots = 64 });
        foreach (var threads in new[] { 1, 2, 4 })
        {
            using var compute = new ComputeThreads(threads);
            foreach (var slots in new[] { 1, 7, 500 })
            {
                AssertSame(expected, Craft(Row(name).Options, Everything(name) with { Slots = slots, Threads = compute }));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_OtherOrderAndPartOfTheImages_GivesTheSameBytesPerImage(string name)
    {
        var whole = Craft(Row(name).Options, Everything(name));
        int[] some = [17, 3, 22, 8, 0];

        var part = Craft(Row(name).Options, Pick(Everything(name), some));

        for (var i = 0; i < some.Length; i++)
        {
            for (var draw = 0; draw < whole.Draws; draw++)
            {
                Assert.Equal(whole.Image(some[i] * whole.Draws + draw), part.Image(i * whole.Draws + draw));
                Assert.Equal(whole.Examples[some[i] * whole.Draws + draw], part.Examples[i * whole.Draws + draw]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_WithASource_ReportsTheSuccessThatTheSourceConfirms(string name)
    {
        var input = Everything(name);
        var batch = Craft(Row(name).Options, input);

        foreach (var (example, row) in batch.Examples.Select((example, row) => (example, row)))
        {
            Assert.Equal(input.Source is not null, example.Success is not null);
            if (input.Source is { } source)
            {
                var logits = new float[ClassCount];
                using var pass = source.OpenPass(1);
                pass.Forward(batch.Image(row), 1, logits);
                Assert.Equal(Array.IndexOf(logits, logits.Max()), example.PredictedAfter);
                Assert.Equal(
                    example.TargetClass is { } target ? example.PredictedAfter == target : example.PredictedAfter != example.Label,
                    example.Success);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_WithASource_ReportsWhatTheSourceSaysOfTheImageInBytes(string name)
    {
        var batch = Craft(Row(name).Options, Everything(name));
        float[] rounded =
            [.. batch.Images.ToArray().Select(pixel => (float)Math.Round(pixel * 255.0, MidpointRounding.AwayFromZero) / 255f)];
        var logits = Logits(Source, rounded);

        Assert.All(batch.Examples.Select((example, row) => (example, row)), pair =>
        {
            var (example, read) = (pair.example, Array.IndexOf(logits[pair.row], logits[pair.row].Max()));
            Assert.Equal(example.Success is null ? null : read, example.PredictedAsBytes);
            Assert.Equal(
                example.Success is null ? null : example.TargetClass is { } target ? read == target : read != example.Label,
                example.SuccessAsBytes);
        });
    }

    /// <summary>Each image that succeeds is one of the grid; one that fails is the clean one where nothing else was found.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_WithLevels_GivesImagesOfTheGridThatSucceedAsTheyAre(string name)
    {
        if (Row(name).Type.OptionsType.GetProperty("Levels")?.GetValue(Row(name).Options) is not int levels)
        {
            return;
        }

        var input = Everything(name);
        var batch = Craft(Row(name).Options, input);

        for (var row = 0; row < batch.Examples.Count; row++)
        {
            if (batch.Examples[row].Success == true)
            {
                Assert.All(batch.Image(row).ToArray(), pixel => Assert.Equal(MathF.Round(pixel * (levels - 1)) / (levels - 1), pixel));
                Assert.True(levels != 256 || batch.Examples[row].SuccessAsBytes == true);
            }
        }
        Assert.Contains(batch.Examples, example => example.Success == true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_Afterwards_TheSourcesWeightsAreUnchanged(string name)
    {
        var before = Source.Parameters;

        Craft(Row(name).Options, Everything(name));

        Assert.Equal(before, Source.Parameters);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_OtherOption_GivesAnotherResult(string name)
    {
        var expected = Craft(Row(name).Options, Everything(name));
        var options = Row(name).Type.OptionsType.GetProperties(BindingFlags.Public | BindingFlags.Instance);

        foreach (var option in options)
        {
            Assert.True(Row(name).Variants.TryGetValue(option.Name, out var variant), $"no variant of {option.Name}");
            Assert.NotEqual(option.GetValue(Row(name).Options), option.GetValue(variant));
            Assert.False(
                expected.Images.Span.SequenceEqual(Craft(variant!, Everything(name)).Images.Span), $"{option.Name} changed nothing");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_OtherSeed_ChangesWhatIsRandomOnly(string name)
    {
        var first = Craft(Row(name).Options, Everything(name));
        var second = Craft(Row(name).Options, Everything(name) with { Seed = 99 });

        Assert.Equal(!Row(name).IsRandom, first.Images.Span.SequenceEqual(second.Images.Span));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_Cancelled_Throws(string name) =>
        Assert.Throws<OperationCanceledException>(() =>
            AttackRunner.Craft(Create(Row(name).Options), Everything(name), progress: null, new CancellationToken(canceled: true)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_WithProgress_EndsAtTheTotal(string name)
    {
        var progress = new Recorder();

        var batch = AttackRunner.Craft(Create(Row(name).Options), Everything(name), progress, CancellationToken.None);

        Assert.Equal(new AttackProgress(batch.Examples.Count, batch.Examples.Count), progress.Last);
    }

    /// <summary>Good enough to say which of two jobs takes longer.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsPerImage_Estimate_IsNearWhatAnImageTakes(string name)
    {
        var estimate = Row(name).Type.GradientsPerImage(Row(name).Options, ClassCount);

        var taken = Craft(Row(name).Options, Everything(name)).Examples.Sum(example => example.GradientEvaluations) / (double)Count;

        Assert.InRange(estimate, taken / 5, taken * 5);
    }

    /// <summary>A change here is a change of results: the attack's version is raised with it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_ThisVersion_KeepsItsBits(string name) =>
        Assert.Equal(Row(name).Bits, Hash(Craft(Row(name).Options, Everything(name))));

    [Fact]
    public void Rows_EveryCatalogueEntryIsThere() =>
        Assert.Equal(AttackCatalogue.Types.Names, Rows.Select(row => row.Type.Name).Distinct().Order());

    /// <summary>No tolerance: in double precision from the stored pixels, and of differences rounded to single precision.</summary>
    private static void AssertWithin(
        PerturbationNorm norm, double epsilon, ReadOnlySpan<float> x0, ReadOnlySpan<float> x, double least = 0)
    {
        var differences = new float[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            differences[i] = x[i] - x0[i];
        }

        Assert.InRange(Distortion.Of(norm, x0, x), least, epsilon);
        Assert.InRange((double)(float)Distortion.Of(norm, new float[x.Length], differences), least, epsilon);
    }

    /// <summary>Weights that overflow and one logit that is no number were read as class 0, and their gradients made black
    /// pixels.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Craft_SourceThatSaysNoNumbers_KeepsAFiniteImageAndIsNoSuccess(string name)
    {
        if (!Row(name).Type.NeedsSource)
        {
            return;
        }

        for (var draw = 0; draw < 60; draw++)
        {
            var source = Broken((ulong)draw);
            var input = Everything(name) with { Source = source };
            var (batch, before) = (Craft(Row(name).Options, input), Logits(source, input.Images));
            var after = Logits(source, batch.Images);
            for (var row = 0; row < batch.Examples.Count; row++)
            {
                var (x0, x) = (input.Image(row / batch.Draws).ToArray(), batch.Image(row).ToArray());
                Assert.All(x, pixel => Assert.InRange(pixel, 0f, 1f));
                Assert.Equal(after[row].All(float.IsFinite), batch.Examples[row].PredictedAfter is not null);
                Assert.False(batch.Examples[row].Success == true && !after[row].All(float.IsFinite));
                if (Row(name).Type.ClassOf(Row(name).Options) is FixedBudget(var norm, var epsilon))
                {
                    AssertWithin(norm, epsilon, x0, x);
                }

                if (!before[row / batch.Draws].All(float.IsFinite))
                {
                    Assert.Equal(x0, x);
                }
            }
        }
    }

    /// <summary>The network of the table with a few weights of any size, or none at all.</summary>
    private static DenseClassifier Broken(ulong draw)
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.MaxValue, -float.MaxValue, 1e38f, -1e30f];
        var random = new CounterRandom(77, RandomPurpose.None, draw);
        List<DenseLayer> layers = [];
        foreach (var layer in Source.Dense)
        {
            var (weights, biases) = (layer.Weights.ToArray(), layer.Biases.ToArray());
            for (var n = random.NextInt(3); n > 0; n--)
            {
                weights[random.NextInt(weights.Length)] = values[random.NextInt(values.Length)];
            }

            if (random.NextInt(3) == 0)
            {
                biases[random.NextInt(biases.Length)] = values[random.NextInt(values.Length)];
            }

            layers.Add(new DenseLayer(layer.Inputs, weights, biases));
        }

        return new DenseClassifier([.. layers]) { Activation = draw % 2 == 0 ? Activation.Sigmoid : Activation.Relu };
    }

    private static float[][] Logits(DenseClassifier source, ReadOnlyMemory<float> images)
    {
        var count = images.Length / Length;
        var logits = new float[count * ClassCount];
        using var pass = source.OpenPass(count);
        pass.Forward(images.Span, count, logits);
        return [.. logits.Chunk(ClassCount)];
    }

    private static AttackRow Row(string name) => Rows.Single(row => row.Name == name);

    private static AttackType TypeOf(AttackOptions options) => AttackCatalogue.Types.Of(options);

    private static Attack Create(AttackOptions options) => TypeOf(options).Create(options);

    private static AdversarialBatch Craft(AttackOptions options, AttackInput input) =>
        AttackRunner.Craft(Create(options), input, progress: null, CancellationToken.None);

    /// <summary>Of every bit of the images and of what the attack says of them.</summary>
    private static string Hash(AdversarialBatch batch)
    {
        var said = batch.Examples.Select(e => string.Create(
            CultureInfo.InvariantCulture,
            $"{e.TargetClass} {e.C:R} {e.Iterations} {e.GradientEvaluations} {e.ProjectedGradientNorm:R} {e.Success}\n"));
        byte[] bytes = [.. MemoryMarshal.AsBytes(batch.Images.Span), .. Encoding.UTF8.GetBytes(string.Concat(said))];
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }

    private static AttackInput Everything(string name)
    {
        var type = Row(name).Type;
        var images = Pixels(1, Count * Length);
        var labels = new int[Count];
        using var pass = Source.OpenPass(Count);
        var logits = new float[Count * ClassCount];
        pass.Forward(images, Count, logits);
        for (var i = 0; i < Count; i++)
        {
            var row = logits.AsSpan(i * ClassCount, ClassCount).ToArray();
            labels[i] = Array.IndexOf(row, row.Max());
        }

        return new AttackInput
        {
            Images = images,
            Length = Length,
            Labels = labels,
            Positions = Enumerable.Range(0, Count).Select(i => 100 + 7 * i).ToArray(),
            Source = type.NeedsSource || type.NeedsBase ? Source : null,
            BaseImages = type.NeedsBase ? Pixels(2, 2 * Count * Length) : default,
            BaseDraws = type.NeedsBase ? 2 : 1,
            BaseTargets = type.NeedsBase
                ? Enumerable.Range(0, 2 * Count).Select(i => i % 3 == 0 ? (int?)null : i % ClassCount).ToArray()
                : default,
            Seed = 42,
        };
    }

    private static AttackInput Pick(AttackInput input, int[] images) => input with
    {
        Images = images.SelectMany(i => input.Image(i).ToArray()).ToArray(),
        Labels = images.Select(i => input.Labels.Span[i]).ToArray(),
        Positions = images.Select(i => input.Positions.Span[i]).ToArray(),
        BaseTargets = input.BaseTargets.IsEmpty
            ? default
            : images.SelectMany(i => input.BaseTargets.Slice(i * input.BaseDraws, input.BaseDraws).ToArray()).ToArray(),
        BaseImages = input.BaseImages.IsEmpty
            ? default
            : images.SelectMany(i => Enumerable.Range(0, input.BaseDraws).SelectMany(draw => input.BaseImage(i, draw).ToArray())).ToArray(),
    };

    /// <summary>Like digits: a third of the pixels 0, a few 1.</summary>
    private static float[] Pixels(ulong seed, int count)
    {
        var pixels = new float[count];
        new CounterRandom(seed, RandomPurpose.None, 11).FillUniform(pixels);
        return [.. pixels.Select(u => Math.Clamp(1.6f * u - 0.5f, 0f, 1f))];
    }

    private static void AssertSame(AdversarialBatch expected, AdversarialBatch actual)
    {
        Assert.True(MemoryMarshal.AsBytes(expected.Images.Span).SequenceEqual(MemoryMarshal.AsBytes(actual.Images.Span)));
        Assert.Equal(expected.Examples, actual.Examples);
    }

    /// <param name="Name">For people.</param>
    /// <param name="Bits">The hash of what this version makes.</param>
    /// <param name="Options">What it is run with.</param>
    /// <param name="Variants">By option: other options in which it differs, and perhaps what must differ with it.</param>
    private sealed record AttackRow(string Name, string Bits, AttackOptions Options, Dictionary<string, AttackOptions> Variants)
    {
        /// <summary>The seed plays a part.</summary>
        public bool IsRandom { get; init; }

        public AttackType Type => TypeOf(Options);
    }

    private sealed class Recorder : IProgress<AttackProgress>
    {
        public AttackProgress Last { get; private set; }

        public void Report(AttackProgress value) => Last = value.Done > Last.Done ? value : Last;
    }
}
