namespace Experiments.Numerics.Tests;

public sealed class ParameterUpdateTests : IDisposable
{
    // Shorter than a vector, no multiple of one, and several pieces of work.
    private static readonly int[] Lengths = [0, 1, 3, 8, 17, 1000, 40_001];

    private readonly ComputeThreads[] _pools = [new ComputeThreads(1), new ComputeThreads(2), new ComputeThreads(4)];

    public void Dispose()
    {
        foreach (var threads in _pools)
        {
            threads.Dispose();
        }
    }

    [Fact]
    public void Sgd_AnyLengthAndThreads_HasTheBitsOfTheFormula()
    {
        foreach (var length in Lengths)
        {
            var (values, gradients) = (TestData.Uniform(length, 1), TestData.Uniform(length, 2));
            var expected = values.Select((w, i) => w - (gradients[i] + w * 0.01f) * 0.3f).ToArray();

            foreach (var threads in _pools)
            {
                var actual = values.ToArray();
                ParameterUpdate.Sgd(actual, gradients, 0.3f, 0.01f, threads);
                Assert.Equal(TestData.Bits(expected), TestData.Bits(actual));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Momentum_ThreeSteps_HasTheBitsOfTheFormula(bool nesterov)
    {
        foreach (var length in Lengths)
        {
            var expected = TestData.Uniform(length, 1);
            var expectedVelocity = new float[length];
            var actual = _pools.Select(_ => expected.ToArray()).ToArray();
            var velocity = _pools.Select(_ => new float[length]).ToArray();
            for (var step = 0; step < 3; step++)
            {
                var gradients = TestData.Uniform(length, 2 + step);
                for (var i = 0; i < length; i++)
                {
                    var g = gradients[i] + expected[i] * 0.02f;
                    expectedVelocity[i] = expectedVelocity[i] * 0.9f + g;
                    var direction = nesterov ? g + expectedVelocity[i] * 0.9f : expectedVelocity[i];
                    expected[i] -= direction * 0.1f;
                }

                for (var p = 0; p < _pools.Length; p++)
                {
                    ParameterUpdate.Momentum(actual[p], gradients, velocity[p], 0.1f, 0.9f, nesterov, 0.02f, _pools[p]);
                }
            }

            Assert.All(actual, a => Assert.Equal(TestData.Bits(expected), TestData.Bits(a)));
            Assert.All(velocity, v => Assert.Equal(TestData.Bits(expectedVelocity), TestData.Bits(v)));
        }
    }

    [Fact]
    public void Adam_FiveSteps_HasTheBitsOfTheFormula()
    {
        foreach (var length in Lengths)
        {
            var expected = TestData.Uniform(length, 1);
            var expectedMean = new float[length];
            var expectedSquare = new float[length];
            var actual = _pools.Select(_ => expected.ToArray()).ToArray();
            var mean = _pools.Select(_ => new float[length]).ToArray();
            var square = _pools.Select(_ => new float[length]).ToArray();
            for (var t = 1; t <= 5; t++)
            {
                var gradients = TestData.Uniform(length, 1 + t);
                var step = new AdamStep(t, 0.001, 0.9, 0.999, 1e-8);
                for (var i = 0; i < length; i++)
                {
                    var g = gradients[i] + expected[i] * 0.02f;
                    expectedMean[i] = expectedMean[i] * 0.9f + g * (float)(1 - 0.9);
                    expectedSquare[i] = expectedSquare[i] * 0.999f + g * g * (float)(1 - 0.999);
                    expected[i] -= expectedMean[i] * step.Rate / (MathF.Sqrt(expectedSquare[i]) * step.Root + 1e-8f);
                }

                for (var p = 0; p < _pools.Length; p++)
                {
                    ParameterUpdate.Adam(actual[p], gradients, mean[p], square[p], step, 0.02f, _pools[p]);
                }
            }

            Assert.All(actual, a => Assert.Equal(TestData.Bits(expected), TestData.Bits(a)));
            Assert.All(mean, v => Assert.Equal(TestData.Bits(expectedMean), TestData.Bits(v)));
            Assert.All(square, v => Assert.Equal(TestData.Bits(expectedSquare), TestData.Bits(v)));
        }
    }

    [Fact]
    public void Adam_AgainstTheAlgorithmInDouble_AgreesToSinglePrecision()
    {
        // Algorithm 1 of arXiv:1412.6980 with its explicit bias-corrected moments, in double precision.
        var gradients = new[] { 0.5, -0.1, 0.25, 0.7 };
        var (w, m, v) = (1.0, 0.0, 0.0);
        var values = new float[] { 1 };
        var mean = new float[1];
        var square = new float[1];
        for (var t = 1; t <= gradients.Length; t++)
        {
            var g = gradients[t - 1] + 0.1 * w;
            m = 0.9 * m + 0.1 * g;
            v = 0.99 * v + 0.01 * g * g;
            w -= 0.02 * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.99, t))) + 1e-3);
            ParameterUpdate.Adam(
                values, [(float)gradients[t - 1]], mean, square, new AdamStep(t, 0.02, 0.9, 0.99, 1e-3), 0.1f, ComputeThreads.Single);
        }

        Assert.Equal(w, values[0], 1e-6);
    }

    [Fact]
    public void Adam_AfterWarmUp_AllocatesNothing()
    {
        var (values, gradients, mean, square) = (new float[40_001], new float[40_001], new float[40_001], new float[40_001]);
        var threads = _pools[1];
        void Run() => ParameterUpdate.Adam(values, gradients, mean, square, new AdamStep(1, 0.02, 0.9, 0.99, 1e-3), 0.1f, threads);
        for (var i = 0; i < 50; i++)
        {
            Run();
        }
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++)
        {
            Run();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Updates_LengthsDiffer_Throw()
    {
        var error = Assert.Throws<ArgumentException>(() => ParameterUpdate.Sgd(new float[3], new float[4], 1, 0, _pools[0]));
        Assert.Equal("gradients's length is 4; it must be the number of values, 3 (Parameter 'gradients')", error.Message);
        Assert.Throws<ArgumentException>(
            () => ParameterUpdate.Momentum(new float[3], new float[3], new float[2], 1, 0, false, 0, _pools[0]));
        Assert.Throws<ArgumentException>(
            () => ParameterUpdate.Adam(new float[3], new float[3], new float[3], new float[2], new AdamStep(1, 1, 0, 0, 1), 0, _pools[0]));
    }

    [Fact]
    public void AdamStep_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamStep(0, 1, 0.9, 0.999, 1e-8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamStep(1, 1, 1, 0.999, 1e-8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamStep(1, 1, 0.9, double.NaN, 1e-8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamStep(1, 1, 0.9, 0.999, 0));
    }
}
