using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

public sealed class PgdAttackTests
{
    private const int Length = 30;
    private const int Count = 12;

    private static readonly DenseClassifier Deep = DenseClassifier.Random(3, 4f, Activation.Sigmoid, Length, 20, 5);

    /// <summary>Two classes: the steepest way from class y to the other is w_other - w_y at every point.</summary>
    private static readonly DenseClassifier Linear = DenseClassifier.Random(7, 1f, Activation.Sigmoid, Length, 2);

    [Fact]
    public void Craft_OneLinfStepOnALinearSource_IsTheFastGradientSign()
    {
        const double epsilon = 0.07;
        var options =
            new PgdOptions { Norm = PerturbationNorm.Linf, Epsilon = epsilon, StepSize = epsilon, Steps = 1, RandomStart = false };

        var (input, batch) = Craft(Linear, options, classCount: 2);

        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < Length; j++)
            {
                Assert.Equal(
                    Math.Clamp(input.Image(i)[j] + epsilon * Math.Sign(Way(input.Labels.Span[i], j)), 0, 1), batch.Image(i)[j], 1e-6);
            }
        }
    }

    [Fact]
    public void Craft_OneRmsStepOnALinearSource_IsAlongTheWeights()
    {
        const double epsilon = 0.07;
        var options = new PgdOptions { Epsilon = epsilon, StepSize = epsilon, Steps = 1, RandomStart = false };

        var (input, batch) = Craft(Linear, options, classCount: 2);

        for (var i = 0; i < Count; i++)
        {
            var label = input.Labels.Span[i];
            var norm = Math.Sqrt(Enumerable.Range(0, Length).Sum(j => Way(label, j) * Way(label, j)));
            for (var j = 0; j < Length; j++)
            {
                Assert.Equal(
                    Math.Clamp(input.Image(i)[j] + epsilon * Math.Sqrt(Length) * Way(label, j) / norm, 0, 1), batch.Image(i)[j], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(PerturbationNorm.L2, true)]
    [InlineData(PerturbationNorm.L2, false)]
    [InlineData(PerturbationNorm.Rms, true)]
    [InlineData(PerturbationNorm.Rms, false)]
    [InlineData(PerturbationNorm.Linf, true)]
    [InlineData(PerturbationNorm.Linf, false)]
    public void Craft_StepsLongerThanTheBudget_StayWithinIt(PerturbationNorm norm, bool randomStart)
    {
        const double epsilon = 0.05;
        var options = new PgdOptions
        {
            Norm = norm,
            Euclidean = norm == PerturbationNorm.L2 ? true : null,
            Epsilon = epsilon,
            StepSize = 0.2,
            Steps = 7,
            RandomStart = randomStart,
        };

        var (input, batch) = Craft(Deep, options, classCount: 5);

        for (var i = 0; i < Count; i++)
        {
            Assert.InRange(Distortion.Of(norm, input.Image(i), batch.Image(i)), 0.1 * epsilon, epsilon + 1e-6);
        }
    }

    /// <summary>The same ball under two names: every Euclidean budget is one of root mean squares.</summary>
    [Fact]
    public void Craft_EuclideanBudget_IsTheRootMeanSquareTimesTheRootOfThePixels()
    {
        var rms = new PgdOptions { Epsilon = 0.05, StepSize = 0.02, Steps = 4 };
        var unit = Math.Sqrt(Length);

        var (_, expected) = Craft(Deep, rms, classCount: 5);
        var (_, actual) = Craft(
            Deep, rms with { Norm = PerturbationNorm.L2, Euclidean = true, Epsilon = 0.05 * unit, StepSize = 0.02 * unit }, classCount: 5);

        Assert.Equal(expected.Images.ToArray(), actual.Images.ToArray());
    }

    [Fact]
    public void Craft_ManySmallSteps_LowerTheTrueClassMoreThanOneStep()
    {
        var one = new PgdOptions { Epsilon = 0.1, StepSize = 0.1, Steps = 1, RandomStart = false };

        var (input, fast) = Craft(Deep, one, classCount: 5);
        var (_, many) = Craft(Deep, one with { StepSize = 0.01, Steps = 40 }, classCount: 5);

        Assert.True(MeanLead(many, input) < MeanLead(fast, input) - 0.01, $"{MeanLead(many, input)} is not below {MeanLead(fast, input)}");
        Assert.All(many.Examples, example => Assert.Equal(40, example.GradientEvaluations));
    }

    private static (AttackInput Input, AdversarialBatch Batch) Craft(DenseClassifier source, PgdOptions options, int classCount)
    {
        var images = new float[Count * Length];
        new CounterRandom(1, RandomPurpose.None, 5).FillUniform(images);
        var input = new AttackInput
        {
            Images = images,
            Length = Length,
            Labels = Enumerable.Range(0, Count).Select(i => i % classCount).ToArray(),
            Positions = Enumerable.Range(0, Count).ToArray(),
            Source = source,
            Seed = 5,
        };
        return (input, AttackRunner.Craft(new PgdAttack(options), input, progress: null, CancellationToken.None));
    }

    /// <summary>How the lead of the other class grows with pixel j.</summary>
    private static double Way(int label, int j) =>
        (double)Linear.Parameters[(1 - label) * Length + j] - Linear.Parameters[label * Length + j];

    /// <summary>How far the true class's logit is above the others' largest, on average.</summary>
    private static double MeanLead(AdversarialBatch batch, AttackInput input)
    {
        var logits = new float[Count * 5];
        using var pass = Deep.OpenPass(Count);
        pass.Forward(batch.Images.Span, Count, logits);
        return Enumerable.Range(0, Count).Average(i =>
        {
            var row = logits.AsSpan(i * 5, 5).ToArray();
            var label = input.Labels.Span[i];
            return row[label] - row.Where((_, j) => j != label).Max();
        });
    }
}
