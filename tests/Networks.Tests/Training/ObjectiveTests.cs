using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class ObjectiveTests
{
    [Theory]
    [InlineData(Reconstruction.CrossEntropy)]
    [InlineData(Reconstruction.Squared)]
    public void Reconstruction_Gradient_IsDifferenceQuotientOfMeanLoss(Reconstruction reconstruction)
    {
        const int n = 3, length = 7;
        var z = new float[n * length];
        var target = new float[n * length];
        new CounterRandom(1, RandomPurpose.None, 0).FillGaussian(z);
        new CounterRandom(1, RandomPurpose.None, 1).FillUniform(target);
        var objective = new ReconstructionObjective(reconstruction, length);
        var gradient = new float[n * length];
        var scratch = new float[n * length];
        double MeanLoss(Span<float> gz)
        {
            var y = new float[z.Length];
            VectorMath.Sigmoid(z, y);
            return objective.Evaluate(target, [], y, n, gz).Loss / n;
        }

        MeanLoss(gradient);

        for (var i = 0; i < z.Length; i++)
        {
            const float step = 1e-2f;
            var value = z[i];
            z[i] = value + step;
            var above = MeanLoss(scratch);
            z[i] = value - step;
            var below = MeanLoss(scratch);
            z[i] = value;
            Assert.Equal((above - below) / (2 * step), gradient[i], 1e-4);
        }
    }

    [Fact]
    public void Reconstruction_PerfectHalf_KnownLoss()
    {
        var gradient = new float[2];

        var loss = new ReconstructionObjective(Reconstruction.CrossEntropy, 2).Evaluate([0.5f, 0.5f], [], [0.5f, 0.5f], 1, gradient).Loss;

        Assert.Equal(2 * Math.Log(2), loss, 1e-6);
        Assert.Equal([0, 0], gradient);
    }

    [Fact]
    public void CrossEntropy_EqualLogits_LossIsLogOfClassesAndFirstClassIsPredicted()
    {
        var gradient = new float[8];

        var sums = new CrossEntropyObjective(2, 4).Evaluate([], [0, 2], [1, 1, 1, 1, 1, 1, 1, 1], 2, gradient);

        Assert.Equal(2 * Math.Log(4), sums.Loss, 1e-6);
        Assert.Equal(1, sums.Errors);
        Assert.Equal([-0.375f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f, -0.375f, 0.125f], gradient, (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void PooledSparsity_Gradient_IsDifferenceQuotientOfPenalty()
    {
        const int n = 3, side = 4, channels = 2, window = 3;
        const double lambda = 0.7;
        var y = new float[n * side * side * channels];
        new CounterRandom(1, RandomPurpose.None, 0).FillGaussian(y);
        var gradient = new float[y.Length];
        gradient.AsSpan().Fill(1);
        var penalty =
            new PooledSparsity(lambda, window, Stride: 1).Open(layer: 0, new TensorShape(channels, side, side), n, ComputeThreads.Single);

        penalty.AddGradient(y, n, Activation.Identity, gradient);

        Assert.Equal(Penalty(y), penalty.Loss, 1e-5);
        for (var i = 0; i < y.Length; i++)
        {
            const float step = 1e-3f;
            var value = y[i];
            y[i] = value + step;
            var above = Penalty(y);
            y[i] = value - step;
            var below = Penalty(y);
            y[i] = value;
            Assert.Equal(1 + (above - below) / (2 * step), gradient[i], 2e-4);
        }

        // lambda / 2 * sum over images, channels and windows of sqrt(1e-6 + sum of squares), the mean over images; channels last.
        static double Penalty(float[] y)
        {
            var sum = 0.0;
            for (var at = 0; at < n * channels; at++)
            {
                for (var top = 0; top <= side - window; top++)
                {
                    for (var left = 0; left <= side - window; left++)
                    {
                        var squares = 1e-6;
                        for (var p = 0; p < window * window; p++)
                        {
                            var value = (double)y[((at / channels * side + top + p / window) * side + left + p % window) * channels
                                + at % channels];
                            squares += value * value;
                        }

                        sum += Math.Sqrt(squares);
                    }
                }
            }

            return lambda / 2 * sum / n;
        }
    }

    [Fact]
    public void Reconstruction_SquaredOfLinearOutput_GradientIsTheDifference()
    {
        var gradient = new float[4];

        var loss = new ReconstructionObjective(Reconstruction.Squared, 2, Activation.Identity).Evaluate(
            [1, 2, 3, 4], [], [3, 2, 3, 8], 2, gradient).Loss;

        Assert.Equal(0.5 * 4 + 0.5 * 16, loss, 1e-6);
        Assert.Equal([1, 0, 0, 2], gradient);
    }

    [Fact]
    public void Sparsity_Gradient_IsDifferenceQuotientOfPenalty()
    {
        const int n = 4, units = 19;
        const double rho = 0.2, beta = 3;
        var z = new float[n * units];
        new CounterRandom(1, RandomPurpose.None, 0).FillGaussian(z);
        var gradient = new float[z.Length];
        var penalty = new MeanActivationPenalty(new SparsityPenalty(rho, beta), layer: 0, units);
        var y = new float[z.Length];
        VectorMath.Sigmoid(z, y);

        penalty.AddGradient(y, n, Activation.Sigmoid, gradient);

        Assert.Equal(Penalty(z), penalty.Loss, 1e-5);
        for (var i = 0; i < z.Length; i++)
        {
            const float step = 1e-3f;
            var value = z[i];
            z[i] = value + step;
            var above = Penalty(z);
            z[i] = value - step;
            var below = Penalty(z);
            z[i] = value;
            Assert.Equal((above - below) / (2 * step), gradient[i], 1e-4);
        }

        static double Penalty(float[] z)
        {
            var sum = 0.0;
            for (var j = 0; j < units; j++)
            {
                var mean = Enumerable.Range(0, n).Average(i => 1 / (1 + Math.Exp(-z[i * units + j])));
                sum += rho * Math.Log(rho / mean) + (1 - rho) * Math.Log((1 - rho) / (1 - mean));
            }

            return beta * sum;
        }
    }
}
