using Experiments.Contracts;

namespace Experiments.Analysis.Tests;

public sealed class ByteSurvivalTests
{
    /// <summary>Of successful L-BFGS examples 54 to 60 % stayed adversarial in 8 bits, and nothing said so.</summary>
    [Fact]
    public void Of_SuccessesThatRoundingUndoes_CountsWhatIsLeft() => Assert.Equal(
        new ByteSurvival(Survivors: 1, NoClass: 1),
        ByteSurvival.Of(
        [
            Example(before: 1, after: 2, success: true, asBytes: true), Example(before: 1, after: 2, success: true, asBytes: false),
            Example(before: 2, after: 2, success: true, asBytes: true), Example(before: 1, after: 1, success: false, asBytes: true),
            Example(before: 1, after: null, success: false, asBytes: false),
        ]));

    [Fact]
    public void Of_ExamplesFromBeforeRoundingWasLookedAt_HaveNoCount() => Assert.Equal(
        new ByteSurvival(Survivors: null, NoClass: 0), ByteSurvival.Of([Example(before: 1, after: 2, success: true, asBytes: null)]));

    [Fact]
    public void Of_ControlWithoutASource_HasNoCounts() => Assert.Equal(
        new ByteSurvival(null, null), ByteSurvival.Of([Example(before: null, after: null, success: null, asBytes: null)]));

    private static AdversarialExampleRow Example(int? before, int? after, bool? success, bool? asBytes) => new()
    {
        Job = new JobKey(new string('0', 64)),
        Image = 0,
        Draw = 0,
        Label = 1,
        TargetClass = null,
        PredictedBefore = before,
        PredictedAfter = after,
        PredictedAsBytes = after,
        Distortion = 0.1,
        Linf = 0.2,
        C = null,
        Iterations = 0,
        GradientEvaluations = 0,
        ProjectedGradientNorm = null,
        Success = success,
        SuccessAsBytes = asBytes,
    };
}
