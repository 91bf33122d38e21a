using Experiments.Contracts;

namespace Experiments.Analysis.Tests;

public sealed class SetSummaryTests
{
    [Fact]
    public void Of_FourExamples_CountsAndAveragesAll()
    {
        var summary = SetSummary.Of(
        [
            Example(0, 0, 0.4, predictedBefore: 1, success: true, gradients: 10),
            Example(1, 0, 0.1, predictedBefore: 2, success: false, gradients: 20),
            Example(2, 0, 0.3, predictedBefore: 1, success: true, gradients: 30),
            Example(3, 0, 0.2, predictedBefore: 1, success: true, gradients: 40),
        ]);

        Assert.Equal(new SetSummary(4, 1, 3, (0.4 + 0.1 + 0.3 + 0.2) / 4, (0.2 + 0.3) / 2, (0.8 + 0.2 + 0.6 + 0.4) / 4, 100), summary);
    }

    [Fact]
    public void Of_OddNumber_TakesTheMiddleOne() =>
        Assert.Equal(0.2, SetSummary.Of([Example(0, 0, 0.9), Example(1, 0, 0.1), Example(2, 0, 0.2)]).MedianDistortion);

    [Fact]
    public void Of_SeveralDraws_CountsAMisclassifiedOriginalOnce()
    {
        var summary = SetSummary.Of(
            [Example(0, 0, 0.1, predictedBefore: 2), Example(0, 1, 0.1, predictedBefore: 2), Example(1, 0, 0.1, predictedBefore: 1)]);

        Assert.Equal((3, 1), (summary.Images, summary.MisclassifiedBefore));
    }

    [Fact]
    public void Of_Control_HasNoSourceAndNoSuccess()
    {
        var summary = SetSummary.Of([Example(0, 0, 0.1)]);

        Assert.Null(summary.MisclassifiedBefore);
        Assert.Null(summary.Successes);
    }

    [Fact]
    public void Of_AnExampleOfBeforeLinfWasMeasured_HasNoMeanOfIt() =>
        Assert.Null(SetSummary.Of([Example(0, 0, 0.1), Example(1, 0, 0.1) with { Linf = null }]).MeanLinf);

    [Fact]
    public void Of_Nothing_IsRefused() => Assert.Throws<ArgumentException>(() => SetSummary.Of([]));

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
