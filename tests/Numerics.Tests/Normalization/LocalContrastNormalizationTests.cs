namespace Experiments.Numerics.Tests;

public sealed class LocalContrastNormalizationTests : IDisposable
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
    [InlineData(8, 9, 11, 5, 0.01f)]
    [InlineData(3, 20, 7, 9, 0.5f)]
    [InlineData(1, 3, 2, 5, 0.01f)]
    [InlineData(4, 6, 6, 1, 0.01f)]
    public void Forward_AgainstTheFormulaInDouble_Agrees(int channels, int height, int width, int size, float floor)
    {
        var layer = new LocalContrastNormalization { Channels = channels, Height = height, Width = width, Size = size, Sigma = 1.2f,
            Floor = floor };
        var x = TestData.Uniform(2 * layer.Length, 1);
        foreach (var threads in _pools)
        {
            var y = new float[x.Length];
            layer.Forward(2, x, y, threads);

            for (var image = 0; image < 2; image++)
            {
                var expected = Naive(layer, x.AsSpan(image * layer.Length, layer.Length));
                for (var i = 0; i < layer.Length; i++)
                {
                    Assert.Equal(expected[i], y[image * layer.Length + i], 3e-5 * Math.Max(1, Math.Abs(expected[i])));
                }
            }
        }
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(0.6f)]
    public void InputGradient_AgainstFiniteDifferences_Agrees(float floor)
    {
        // With a floor of 0.6 some pixels are divided by the floor and some are not.
        var layer = new LocalContrastNormalization { Channels = 3, Height = 6, Width = 5, Floor = floor };
        var x = TestData.Uniform(layer.Length, 1);
        var dy = TestData.Uniform(layer.Length, 2);
        var dx = new float[x.Length];
        layer.InputGradient(1, x, dy, dx, Epilogue.None, _pools[0]);

        FiniteDifferences.AssertGradient(
            () =>
            {
                var y = new float[dy.Length];
                layer.Forward(1, x, y, _pools[0]);
                return y.Select((value, i) => (double)value * dy[i]).Sum();
            },
            x,
            dx,
            step: 2e-3f,
            tolerance: 1e-3);
    }

    [Fact]
    public void Passes_AnyThreads_SameBits()
    {
        var layer = new LocalContrastNormalization { Channels = 5, Height = 7, Width = 19 };
        var (x, dy) = (TestData.Uniform(7 * layer.Length, 1), TestData.Uniform(7 * layer.Length, 2));
        int[] Run(ComputeThreads threads)
        {
            var (y, dx) = (new float[x.Length], new float[x.Length]);
            layer.Forward(7, x, y, threads);
            layer.InputGradient(7, x, dy, dx, Epilogue.TimesDerivative(Activation.Tanh, x), threads);
            return [.. TestData.Bits(y), .. TestData.Bits(dx)];
        }

        var one = Run(_pools[0]);

        Assert.Equal(one, Run(_pools[1]));
        Assert.Equal(one, Run(_pools[2]));
    }

    [Fact]
    public void Forward_OutOfRange_SaysWhy()
    {
        static string Message(LocalContrastNormalization layer) =>
            Assert.Throws<ArgumentException>(() => layer.Forward(1, new float[9], new float[9], ComputeThreads.Single)).Message;
        var layer = new LocalContrastNormalization { Channels = 1, Height = 3, Width = 3 };

        Assert.Equal("size is 2; it must be odd", Message(layer with { Size = 2 }));
        Assert.Equal("sigma is 0; it must be above 0 and finite", Message(layer with { Sigma = 0 }));
        Assert.Equal("floor is NaN; it must be above 0 and finite", Message(layer with { Floor = float.NaN }));
    }

    private static double[] Naive(LocalContrastNormalization layer, ReadOnlySpan<float> x)
    {
        var half = layer.Size / 2;
        var line = Enumerable.Range(-half, layer.Size).Select(d => Math.Exp(-d * d / (2.0 * layer.Sigma * layer.Sigma))).ToArray();
        var g = x.ToArray().Select(v => (double)v).ToArray();
        double Mean(double[] values, int y, int column, Func<double, double> f)
        {
            var sum = 0.0;
            for (var u = -half; u <= half; u++)
            {
                for (var v = -half; v <= half; v++)
                {
                    if (y + u < 0 || y + u >= layer.Height || column + v < 0 || column + v >= layer.Width)
                    {
                        continue;
                    }
                    for (var c = 0; c < layer.Channels; c++)
                    {
                        sum += line[u + half] * line[v + half] * f(values[((y + u) * layer.Width + column + v) * layer.Channels + c]);
                    }
                }
            }

            return sum / (line.Sum() * line.Sum() * layer.Channels);
        }

        var centred =
            g.Select((value, i) => value - Mean(g, i / layer.Channels / layer.Width, i / layer.Channels % layer.Width, v => v)).ToArray();
        return centred.Select((value, i) =>
            value / Math.Max(
                layer.Floor, Math.Sqrt(Mean(centred, i / layer.Channels / layer.Width, i / layer.Channels % layer.Width, v => v * v))))
                .ToArray();
    }
}
