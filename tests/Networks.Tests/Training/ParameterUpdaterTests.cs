using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>Steps against the textbook's formulas in double precision; 37 elements make whole vectors and a rest at every width.</summary>
public class ParameterUpdaterTests
{
    private const int Length = 37;
    private const int Steps = 5;
    private const double Rate = 0.05;
    private const double Decay = 0.3;

    public static TheoryData<TrainingOptions> Options =>
    [
        new TrainingOptions { Optimizer = Optimizer.Sgd },
        new TrainingOptions { Optimizer = Optimizer.Sgd, Momentum = 0.8 },
        new TrainingOptions { Optimizer = Optimizer.Sgd, Momentum = 0.8, Nesterov = true },
        new TrainingOptions { Optimizer = Optimizer.Adam, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3 },
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public void Step_SeveralTimes_FollowsTheFormula(TrainingOptions options)
    {
        var values = new float[Length];
        new CounterRandom(1, RandomPurpose.None, 0).FillGaussian(values);
        double[] expected = [.. values];
        double[] first = new double[Length], second = new double[Length];
        var gradients = new float[Length];
        var updater = new ParameterUpdater(options, values, gradients, Decay, ComputeThreads.Single);

        for (var t = 1; t <= Steps; t++)
        {
            new CounterRandom(2, RandomPurpose.None, (ulong)t).FillGaussian(gradients);
            for (var i = 0; i < Length; i++)
            {
                expected[i] = Expected(options, expected[i], gradients[i] + Decay * expected[i], ref first[i], ref second[i], t);
            }
            updater.Step(Rate);
        }

        for (var i = 0; i < Length; i++)
        {
            Assert.Equal(expected[i], values[i], 2e-6);
        }
    }

    private static double Expected(TrainingOptions options, double w, double g, ref double first, ref double second, int t)
    {
        if (options.Optimizer == Optimizer.Adam)
        {
            first = options.Beta1 * first + (1 - options.Beta1) * g;
            second = options.Beta2 * second + (1 - options.Beta2) * g * g;
            var mean = first / (1 - Math.Pow(options.Beta1, t));
            var square = second / (1 - Math.Pow(options.Beta2, t));
            return w - Rate * mean / (Math.Sqrt(square) + options.Epsilon);
        }

        first = options.Momentum * first + g;
        return w - Rate * (options.Nesterov ? g + options.Momentum * first : first);
    }
}
