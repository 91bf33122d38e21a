using Experiments.Contracts;

namespace Experiments.Analysis.Tests;

public sealed class SetSummaryTests
{
    [Fact]
    public void Of_BudgetedAttack_AveragesAllImagesAndCountsSuccessAmongThoseRightBefore()
    {
        var summary = SetSummary.Of(
        [
            Example(0, 0, 0.4, predictedBefore: 1, success: true, gradients: 10),
            Example(1, 0, 0.1, predictedBefore: 2, success: true, gradients: 20),
            Example(2, 0, 0.3, predictedBefore: 1, success: true, gradients: 30),
            Example(3, 0, 0.2, predictedBefore: 1, success: false, gradients: 40),
        ], isMinimal: false);

        Assert.Equal(
            new SetSummary
            {
                Images = 4, MisclassifiedBefore = 1, Attacked = 3, Successes = 2, Wanted = 3, MeanDistortion = (0.4 + 0.1 + 0.3 + 0.2) / 4,
                MedianDistortion = (0.2 + 0.3) / 2, MeanLinf = (0.8 + 0.2 + 0.6 + 0.4) / 4,
                MeanDistortionWanted = (0.4 + 0.1 + 0.3 + 0.2) / 4, GradientEvaluations = 100,
            },
            summary);
    }

    /// <summary>A weak attack looked strong: success 5 %, "RMS 0.0000".</summary>
    [Fact]
    public void Of_MinimalNormAttackThatFailsOnMostImages_CountsNoFailureAsNoDistortion()
    {
        var summary = SetSummary.Of(
            [.. Enumerable.Range(0, 20).Select(i => Example(i, 0, i == 7 ? 0.3 : 0, predictedBefore: 1, success: i == 7))],
            isMinimal: true);

        Assert.Equal((20, 1), (summary.Attacked, summary.Successes));
        Assert.Equal((0.3, 0.3, 0.6), (summary.MeanDistortion, summary.MeanDistortionWanted, summary.MeanLinf));
        Assert.Null(summary.MedianDistortion);
    }

    [Fact]
    public void Of_MinimalNormAttackThatNeverSucceeds_HasNoDistortion()
    {
        var summary = SetSummary.Of([Example(0, 0, 0, predictedBefore: 1, success: false)], isMinimal: true);

        Assert.Equal(0, summary.Successes);
        Assert.Null(summary.MeanDistortion ?? summary.MedianDistortion ?? summary.MeanLinf ?? summary.MeanDistortionWanted);
    }

    [Theory]
    [InlineData(5, 2, 0.3)]
    [InlineData(5, 3, null)]
    [InlineData(4, 1, 0.25)]
    [InlineData(4, 2, null)]
    [InlineData(6, 2, 0.35)]
    public void Of_FailuresAsInfinite_MedianIsThatOfAll(int images, int failures, double? median)
    {
        var summary = SetSummary.Of(
            [.. Enumerable.Range(1, images).Select(
                i => Example(i, 0, i <= images - failures ? i / 10.0 : 0, predictedBefore: 1, success: i <= images - failures))],
            isMinimal: true);

        Assert.Equal(median, summary.MedianDistortion);
    }

    [Fact]
    public void Of_ImagesMisreadBefore_StandApartFromSuccesses()
    {
        var summary = SetSummary.Of(
        [
            Example(0, 0, 0, predictedBefore: 2, success: true), Example(1, 0, 0.2, predictedBefore: 1, success: true),
            Example(2, 0, 0.4, predictedBefore: 1, success: true), Example(3, 0, 0, predictedBefore: 2, success: false),
        ], isMinimal: true);

        Assert.Equal((2, 2, 2, 3), (summary.MisclassifiedBefore, summary.Attacked, summary.Successes, summary.Wanted));
        Assert.Equal((0.2 + 0.4) / 2, summary.MeanDistortion);
        Assert.Equal((0.2 + 0.4) / 2, summary.MedianDistortion);
        Assert.Equal((0 + 0.2 + 0.4) / 3, summary.MeanDistortionWanted);
    }

    [Fact]
    public void Of_OddNumber_TakesTheMiddleOne() =>
        Assert.Equal(0.2, SetSummary.Of([Example(0, 0, 0.9), Example(1, 0, 0.1), Example(2, 0, 0.2)], isMinimal: false).MedianDistortion);

    [Fact]
    public void Of_SeveralDraws_CountsAMisclassifiedOriginalForEach()
    {
        var summary = SetSummary.Of(
            [Example(0, 0, 0.1, predictedBefore: 2), Example(0, 1, 0.1, predictedBefore: 2), Example(1, 0, 0.1, predictedBefore: 1)],
            isMinimal: false);

        Assert.Equal((3, 2, 1), (summary.Images, summary.MisclassifiedBefore, summary.Attacked));
    }

    [Fact]
    public void Of_Control_HasNoSourceAndNoSuccess()
    {
        var summary = SetSummary.Of([Example(0, 0, 0.1)], isMinimal: false);

        Assert.Null(summary.MisclassifiedBefore ?? summary.Attacked ?? summary.Successes ?? summary.Wanted);
        Assert.Equal(0.1, summary.MeanDistortion);
    }

    [Fact]
    public void Of_SourceThatGivesNoNumbers_WasNeverRight()
    {
        var summary = SetSummary.Of([Example(0, 0, 0, predictedBefore: null, success: false)], isMinimal: true);

        Assert.Equal((1, 0, 0, 0), (summary.MisclassifiedBefore, summary.Attacked, summary.Successes, summary.Wanted));
    }

    [Fact]
    public void Of_AnExampleOfBeforeLinfWasMeasured_HasNoMeanOfIt() =>
        Assert.Null(SetSummary.Of([Example(0, 0, 0.1), Example(1, 0, 0.1) with { Linf = null }], isMinimal: false).MeanLinf);

    [Fact]
    public void Of_Nothing_IsRefused() => Assert.Throws<ArgumentException>(() => SetSummary.Of([], isMinimal: false));

    private static AdversarialExampleRow Example(
        int image, int draw, double distortion, int? predictedBefore = null, bool? success = null, int gradients = 0) => new()
    {
        Job = new JobKey(new string('0', 64)),
        Image = image,
        Draw = draw,
        Label = 1,
        TargetClass = null,
        PredictedBefore = predictedBefore,
        PredictedAfter = predictedBefore,
        PredictedAsBytes = predictedBefore,
        Distortion = distortion,
        Linf = 2 * distortion,
        C = null,
        Iterations = 0,
        GradientEvaluations = gradients,
        ProjectedGradientNorm = null,
        Success = success,
        SuccessAsBytes = success,
    };
}
