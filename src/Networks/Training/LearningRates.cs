namespace Experiments.Networks;

/// <summary>The learning rate of every step. Only +, -, *, / are used, so that it is the same number everywhere.</summary>
internal static class LearningRates
{
    /// <summary>The learning rate of one step.</summary>
    /// <param name="options">The schedule.</param>
    /// <param name="step">Counted from 0 over all epochs.</param>
    /// <param name="stepsPerEpoch">At least 1.</param>
    public static double At(TrainingOptions options, long step, long stepsPerEpoch)
    {
        var warmUp = options.WarmUpEpochs * stepsPerEpoch;
        if (step < warmUp)
        {
            return options.LearningRate * (step + 1) / (warmUp + 1);
        }

        var done = (double)(step - warmUp) / (options.Epochs * stepsPerEpoch - warmUp);
        return options.LearningRate * options.Schedule switch
        {
            LearningRateSchedule.Step => StepFactor(options, (step - warmUp) / stepsPerEpoch),
            LearningRateSchedule.Cosine => 0.5 * (1 + CosPi(done)),
            LearningRateSchedule.Linear => 1 - done,
            _ => 1,
        };
    }

    /// <summary>cos(pi t) for t in [0, 1], to 1e-15; by its Taylor series, because the runtime's cosine differs between machines.</summary>
    internal static double CosPi(double t)
    {
        if (t > 0.5)
        {
            return -CosPi(1 - t);
        }

        var square = Math.PI * t * (Math.PI * t);
        var sum = 0.0;
        for (var i = 22; i >= 2; i -= 2)
        {
            sum = square / (i * (i - 1)) * (1 - sum);
        }
        return 1 - sum;
    }

    private static double StepFactor(TrainingOptions options, long epochs)
    {
        var factor = 1.0;
        for (var i = epochs / options.StepEpochs; i > 0; i--)
        {
            factor *= options.StepFactor;
        }
        return factor;
    }
}
