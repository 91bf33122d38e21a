namespace Experiments.Attacks.Tests;

public sealed class AttackRunnerTests
{
    private static readonly DenseClassifier Source = new(new DenseLayer(2, [1, 0, 0, 1], [0, 0]));

    [Fact]
    public void Craft_AttackLeavesTheBox_IsClipped()
    {
        var batch = Run(new Scribbler([-3f, 2f]), Input());

        Assert.Equal([0f, 1f], batch.Image(0).ToArray());
        Assert.Equal(Math.Sqrt((0.75 * 0.75 + 0.75 * 0.75) / 2), batch.Examples[0].Distortion, 7);
        Assert.Equal(0.75, batch.Examples[0].Linf);
    }

    [Fact]
    public void Craft_AttackWritesNoNumber_GivesTheCleanImageAndNoBlackPixel() =>
        Assert.Equal([0.75f, 0.25f], Run(new Scribbler([float.NaN, 0.5f]), Input()).Image(0).ToArray());

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Craft_SourceSaysNoNumber_IsNoSuccessAndNoClass(float weight)
    {
        var source = new DenseClassifier(new DenseLayer(2, [1, 0, 0, weight], [0, 0]));

        var example = Run(new Scribbler([0.1f, 0.9f]), Input() with { Source = source }).Examples[0];

        Assert.Null(example.PredictedBefore);
        Assert.Null(example.PredictedAfter);
        Assert.False(example.Success);
    }

    [Fact]
    public void Perturb_AnyAttack_GivesTheImagesOfCraft() => Assert.Equal(
        [1f, 0f], AttackRunner.Perturb(new Scribbler([3f, -2f]), Input(), CancellationToken.None).ToArray());

    [Fact]
    public void Craft_AttackMissesItsTarget_IsNoSuccess()
    {
        var example = Run(new Scribbler([0.9f, 0.1f]), Input()).Examples[0];

        Assert.Equal((0, 0, 1), (example.PredictedBefore, example.PredictedAfter, example.TargetClass));
        Assert.False(example.Success);
    }

    [Fact]
    public void Craft_AttackReachesItsTarget_IsASuccess()
    {
        var example = Run(new Scribbler([0.1f, 0.9f]), Input()).Examples[0];

        Assert.Equal(1, example.PredictedAfter);
        Assert.True(example.Success);
    }

    [Theory]
    [InlineData(0.1f, 0.9f, true)]
    [InlineData(0.9f, 0.1f, false)]
    public void Craft_AttackWithoutATargetClass_SucceedsInAnyClassButTheLabel(float first, float second, bool success)
    {
        var example = Run(new Scribbler([first, second], new AnyOtherClassGoal(0)), Input()).Examples[0];

        Assert.Null(example.TargetClass);
        Assert.Equal(success, example.Success);
    }

    [Fact]
    public void Craft_InputThatDoesNotFit_NamesEveryMisfit()
    {
        var input = Input() with { Images = new[] { 0.5f, 1.5f, 0f }, Labels = new[] { 2 }, Positions = new[] { -1 }, Slots = 0 };

        var error = Assert.Throws<ArgumentException>(() => Run(new Scribbler([0, 0]), input));

        Assert.Equal(
            "attack scribble: images holds 3 values; it must hold 1 labels x 2 pixels. slots is 0; it must be at least 1. "
            + "images has a pixel outside [0, 1]; it must have none. positions[0] is -1; it must be at least 0. "
            + "labels[0] is 2; it must be from 0 to 1. (Parameter 'input')",
            error.Message);
    }

    [Fact]
    public void Craft_NoSource_NamesTheMisfit()
    {
        var error = Assert.Throws<ArgumentException>(() => Run(new Scribbler([0, 0]), Input() with { Source = null }));

        Assert.Equal("attack scribble: source is missing; it must be a model. (Parameter 'input')", error.Message);
    }

    [Fact]
    public void Create_OptionsOutOfRange_NamesEveryOne()
    {
        var options = new LbfgsOptions { History = 0, DistortionTolerance = 2, Target = (TargetChoice)17 };

        var error = Assert.Throws<ArgumentException>(() => AttackCatalogue.Types["lbfgs"].Create(options));

        Assert.Equal(
            "attack lbfgs: target is 17; it must be one of: random, least-likely, runner-up, next, all, untargeted. history is 0; "
                + "it must be from 1 to 50. "
            + "distortionTolerance is 2; it must be from 1E-06 to 0.5. (Parameter 'options')",
            error.Message);
    }

    [Fact]
    public void Create_BudgetAboveItsNorm_SaysWhichNormHasMore()
    {
        var error = Assert.Throws<ArgumentException>(() => new PgdAttack(new PgdOptions { Norm = PerturbationNorm.Linf, Epsilon = 1.5 }));

        Assert.Equal(
            "attack pgd: epsilon is 1.5; it must be above 0 and at most 1 unless norm is l2. (Parameter 'options')", error.Message);
    }

    private static AdversarialBatch Run(Attack attack, AttackInput input) =>
        AttackRunner.Craft(attack, input, progress: null, CancellationToken.None);

    private static AttackInput Input() =>
        new() { Images = new[] { 0.75f, 0.25f }, Length = 2, Labels = new[] { 0 }, Positions = new[] { 5 }, Source = Source, Seed = 1 };

    /// <summary>Writes the same values whatever the image, and wants class 1 unless told otherwise.</summary>
    private sealed class Scribbler(float[] values, AttackGoal? goal = null) : Attack<AmplifyOptions>(Entry, new AmplifyOptions())
    {
        private static readonly AttackType Entry = new AttackType<AmplifyOptions>
        {
            Name = "scribble",
            Version = 1,
            Class = _ => new MinimalNorm(PerturbationNorm.L2),
            Make = _ => throw new NotSupportedException(),
        };

        public override void Craft(
            AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
        {
            values.CopyTo(output.Image(0));
            output.Trace(0).Goal = goal ?? new TargetClassGoal(1);
        }
    }
}
