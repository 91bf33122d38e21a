namespace Experiments.Numerics.Tests;

public sealed class LocalResponseNormalizationTests : IDisposable
{
    private readonly ComputeThreads[] _pools = [new ComputeThreads(1), new ComputeThreads(2), new ComputeThreads(4)];

    public void Dispose()
    {
        foreach (var threads in _pools)
        {
            threads.Dispose();
        }
    }

    [Theory]
    [InlineData(96, 5)]
    [InlineData(11, 3)]
    [InlineData(3, 5)]
    [InlineData(1, 1)]
    [InlineData(20, 41)]
    public void Forward_AgainstTheFormulaInDouble_Agrees(int channels, int size)
    {
        var layer = new LocalResponseNormalization { Channels = channels, Size = size, Alpha = 0.3f, K = 1.5f };
        var x = TestData.Uniform(200 * channels, 1);
        foreach (var threads in _pools)
        {
            var y = new float[x.Length];
            layer.Forward(200, x, y, threads);

            for (var at = 0; at < x.Length; at++)
            {
                var (pixel, i) = (at / channels, at % channels);
                var sum = 0.0;
                for (var j = Math.Max(0, i - size / 2); j <= Math.Min(channels - 1, i + size / 2); j++)
                {
                    sum += (double)x[pixel * channels + j] * x[pixel * channels + j];
                }
                var expected = x[at] / Math.Pow(1.5 + (double)0.3f * sum, 0.75);
                Assert.Equal(expected, y[at], 1e-6 * Math.Abs(expected));
            }
        }
    }

    [Fact]
    public void Defaults_AreKrizhevskys()
    {
        var layer = new LocalResponseNormalization { Channels = 1 };

        Assert.Equal((5, 1e-4f, 0.75f, 2f), (layer.Size, layer.Alpha, layer.Beta, layer.K));
    }

    [Fact]
    public void InputGradient_AgainstFiniteDifferences_Agrees()
    {
        var layer = new LocalResponseNormalization { Channels = 13, Alpha = 0.5f, K = 1 };
        var x = TestData.Uniform(3 * 13, 1);
        var dy = TestData.Uniform(3 * 13, 2);
        var dx = new float[x.Length];
        layer.InputGradient(3, x, dy, dx, Epilogue.None, _pools[0]);

        FiniteDifferences.AssertGradient(
            () =>
            {
                var y = new float[dy.Length];
                layer.Forward(3, x, y, _pools[0]);
                return y.Select((value, i) => (double)value * dy[i]).Sum();
            },
            x,
            dx,
            step: 1e-2f,
            tolerance: 2e-4);
    }

    [Fact]
    public void Passes_AnyThreads_SameBits()
    {
        var layer = new LocalResponseNormalization { Channels = 19, Alpha = 0.5f };
        var x = TestData.Uniform(333 * 19, 1);
        var dy = TestData.Uniform(333 * 19, 2);
        int[] Run(ComputeThreads threads)
        {
            var (y, dx) = (new float[x.Length], new float[x.Length]);
            layer.Forward(333, x, y, threads);
            layer.InputGradient(333, x, dy, dx, Epilogue.TimesDerivative(Activation.Sigmoid, x), threads);
            return [.. TestData.Bits(y), .. TestData.Bits(dx)];
        }

        var one = Run(_pools[0]);

        Assert.Equal(one, Run(_pools[1]));
        Assert.Equal(one, Run(_pools[2]));
    }

    [Fact]
    public void InputGradient_WithEpilogue_IsTheGradientTimesTheDerivative()
    {
        var layer = new LocalResponseNormalization { Channels = 9, Alpha = 0.5f };
        var (x, dy) = (TestData.Uniform(90, 1), TestData.Uniform(90, 2));
        var (plain, fused) = (new float[90], new float[90]);

        layer.InputGradient(10, x, dy, plain, Epilogue.None, _pools[0]);
        layer.InputGradient(10, x, dy, fused, Epilogue.TimesDerivative(Activation.Relu, x), _pools[0]);

        Assert.Equal(plain.Select((g, i) => x[i] > 0 ? g : 0), fused);
    }

    [Fact]
    public void Forward_OutOfRange_SaysWhy()
    {
        static string Message(LocalResponseNormalization layer) =>
            Assert.Throws<ArgumentException>(() => layer.Forward(1, new float[9], new float[9], ComputeThreads.Single)).Message;

        Assert.Equal("size is 4; it must be odd", Message(new() { Channels = 9, Size = 4 }));
        Assert.Equal("k is 0; it must be above 0 and finite", Message(new() { Channels = 9, K = 0 }));
        Assert.Equal("alpha is -1; it must be at least 0 and finite", Message(new() { Channels = 9, Alpha = -1 }));
    }
}
