namespace Experiments.Networks.Tests;

public class LearningRatesTests
{
    private const long StepsPerEpoch = 5;

    [Fact]
    public void At_Constant_StaysTheSame() =>
        Assert.All(Rates(new TrainingOptions { Epochs = 4, LearningRate = 0.5 }), rate => Assert.Equal(0.5, rate));

    [Fact]
    public void At_Linear_FallsToZeroAfterTheLastStep()
    {
        var rates = Rates(new TrainingOptions { Epochs = 2, LearningRate = 10, Schedule = LearningRateSchedule.Linear });

        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], rates, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void At_Cosine_IsHalfACosine()
    {
        var rates = Rates(new TrainingOptions { Epochs = 8, LearningRate = 3, Schedule = LearningRateSchedule.Cosine });

        for (var step = 0; step < rates.Count; step++)
        {
            Assert.Equal(1.5 * (1 + Math.Cos(Math.PI * step / rates.Count)), rates[step], 1e-13);
        }
    }

    [Fact]
    public void At_Step_FallsEveryFewEpochs()
    {
        var rates = Rates(
            new TrainingOptions { Epochs = 5, LearningRate = 1, Schedule = LearningRateSchedule.Step, StepEpochs = 2, StepFactor = 0.5 });

        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Enumerable.Range(0, 5).Select(epoch => rates[epoch * (int)StepsPerEpoch + 4]));
    }

    [Fact]
    public void At_WarmUp_RisesThenFollowsTheSchedule()
    {
        var rates = Rates(new TrainingOptions { Epochs = 3, LearningRate = 6, WarmUpEpochs = 1, Schedule = LearningRateSchedule.Linear });

        Assert.Equal([1, 2, 3, 4, 5, 6, 5.4, 4.8], rates.Take(8), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void CosPi_Everywhere_IsCosine()
    {
        for (var i = 0; i <= 1000; i++)
        {
            Assert.Equal(Math.Cos(Math.PI * i / 1000.0), LearningRates.CosPi(i / 1000.0), 2e-15);
        }
    }

    private static List<double> Rates(TrainingOptions options) =>
        [.. Enumerable.Range(0, options.Epochs * (int)StepsPerEpoch).Select(step => LearningRates.At(options, step, StepsPerEpoch))];
}
