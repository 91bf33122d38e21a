namespace Experiments.Contracts.Tests;

public sealed class ResultTableTests
{
    private static readonly JobKey Key = JobKey.Parse(new string('a', 64));

    [Theory]
    [InlineData(3, 4, 0.75)]
    [InlineData(0, 4, 0.0)]
    [InlineData(0, 0, null)]
    public void Derived_Rate_IsNumeratorByDenominator(int correct, int images, double? expected)
    {
        Assert.Equal(expected, Row(correct, images).Accuracy);
    }

    [Fact]
    public void Columns_AreDeclaredInOrder_TheJobLast()
    {
        var table = ResultTable.Of(typeof(NoiseCurveRow));

        Assert.Equal(
            [
                "perturbation", "step", "size", "model", "data", "images", "correct", "accuracy", "accuracy_low", "accuracy_high",
                "mean_distortion", "job"
            ],
            table.Columns.Select(column => column.Name));
        Assert.Equal(["job", "perturbation", "step"], table.Key.Select(column => column.Name));
        Assert.Equal("meanDistortion", table.Column(nameof(NoiseCurveRow.MeanDistortion)).JsonName);
        Assert.Equal("v_noise_curves", table.ViewName);
    }

    private static NoiseCurveRow Row(int correct, int images) => new()
    {
        Job = Key,
        Perturbation = "noise",
        Step = 0,
        Size = 0.1,
        Model = Key,
        Data = "mnist/test[0..4)",
        Images = images,
        Correct = correct,
        MeanDistortion = null,
    };
}
