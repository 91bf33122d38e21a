namespace Experiments.Numerics.Tests;

public sealed class PoolingTests : IDisposable
{
    private static readonly Dictionary<string, Pooling2D> Shapes = new()
    {
        ["mnist"] = new() { Kind = PoolingKind.Max, Channels = 32, Height = 28, Width = 28, WindowHeight = 2, WindowWidth = 2, StrideY = 2,
            StrideX = 2 },
        ["overlapping"] = new() { Kind = PoolingKind.Max, Channels = 13, Height = 9, Width = 11, WindowHeight = 3, WindowWidth = 3,
            StrideY = 2, StrideX = 2 },
        ["padded"] = new() { Kind = PoolingKind.Max, Channels = 5, Height = 6, Width = 7, WindowHeight = 3, WindowWidth = 4, StrideY = 1,
            StrideX = 2, PaddingY = 2, PaddingX = 1 },
        ["gaps"] = new() { Kind = PoolingKind.Max, Channels = 3, Height = 10, Width = 9, WindowHeight = 1, WindowWidth = 2, StrideY = 3,
            StrideX = 4 },
        ["whole image"] = new() { Kind = PoolingKind.Max, Channels = 17, Height = 4, Width = 5, WindowHeight = 4, WindowWidth = 5,
            StrideY = 1, StrideX = 1 },
        ["one channel"] = new() { Kind = PoolingKind.Max, Channels = 1, Height = 5, Width = 5, WindowHeight = 2, WindowWidth = 2,
            StrideY = 2, StrideX = 2 },
    };

    private readonly ComputeThreads[] _pools = [new ComputeThreads(1), new ComputeThreads(2), new ComputeThreads(4)];

    public static TheoryData<PoolingKind, string> Cases()
    {
        var cases = new TheoryData<PoolingKind, string>();
        foreach (var kind in Enum.GetValues<PoolingKind>())
        {
            foreach (var shape in Shapes.Keys)
            {
                cases.Add(kind, shape);
            }
        }

        return cases;
    }

    public void Dispose()
    {
        foreach (var threads in _pools)
        {
            threads.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_AnyShapeAndThreads_HasTheBitsOfTheNaiveLoop(PoolingKind kind, string shapeName)
    {
        var pooling = Shapes[shapeName] with { Kind = kind, Epsilon = 0.01f };
        var x = TestData.Uniform(3 * pooling.InputLength, 1);
        var expected = new float[3 * pooling.OutputLength];
        Visit(pooling, 3, (output, inputs) => expected[output] = kind switch
        {
            PoolingKind.Max => inputs.Max(i => x[i]),
            PoolingKind.Average => inputs.Aggregate(0f, (sum, i) => sum + x[i]) / (pooling.WindowHeight * pooling.WindowWidth),
            _ => MathF.Sqrt(inputs.Aggregate(0.01f, (sum, i) => MathF.FusedMultiplyAdd(x[i], x[i], sum))),
        });

        foreach (var threads in _pools)
        {
            var actual = new float[expected.Length];
            pooling.Forward(3, x, actual, threads);
            Assert.Equal(TestData.Bits(expected), TestData.Bits(actual));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void InputGradient_AnyShapeAndThreads_HasTheBitsOfTheNaiveLoop(PoolingKind kind, string shapeName)
    {
        var pooling = Shapes[shapeName] with { Kind = kind, Epsilon = 0.01f };

        // Few different values, so that windows hold equal ones.
        var x = TestData.Uniform(3 * pooling.InputLength, 1).Select(v => MathF.Round(v * 2) / 2).ToArray();
        var dy = TestData.Uniform(3 * pooling.OutputLength, 2);
        var expected = new float[x.Length];
        Visit(pooling, 3, (output, inputs) =>
        {
            if (kind == PoolingKind.Max)
            {
                expected[inputs.First(i => x[i] == inputs.Max(j => x[j]))] += dy[output];
                return;
            }

            var norm = MathF.Sqrt(inputs.Aggregate(0.01f, (sum, i) => MathF.FusedMultiplyAdd(x[i], x[i], sum)));
            foreach (var i in inputs)
            {
                if (kind == PoolingKind.Average)
                {
                    expected[i] += dy[output] / (pooling.WindowHeight * pooling.WindowWidth);
                }
                else
                {
                    expected[i] = MathF.FusedMultiplyAdd(x[i], dy[output] / norm, expected[i]);
                }
            }
        });
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = x[i] > 0 ? expected[i] : 0;
        }

        foreach (var threads in _pools)
        {
            var actual = TestData.Uniform(expected.Length, 3);
            pooling.InputGradient(3, x, dy, actual, Epilogue.TimesDerivative(Activation.Relu, x), threads);
            Assert.Equal(TestData.Bits(expected), TestData.Bits(actual));
        }
    }

    [Theory]
    [InlineData("gaps")]
    [InlineData("overlapping")]
    [InlineData("padded")]
    public void InputGradient_EpilogueOfAnyKind_IsAppliedOnceToEveryPixel(string shapeName)
    {
        var pooling = Shapes[shapeName];
        var (x, dy) = (TestData.Uniform(2 * pooling.InputLength, 1), TestData.Uniform(2 * pooling.OutputLength, 2));
        var bias = TestData.Uniform(pooling.Channels, 3);
        var expected = new float[x.Length];
        pooling.InputGradient(2, x, dy, expected, Epilogue.None, _pools[0]);
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] += bias[i % pooling.Channels];
        }

        var actual = TestData.Uniform(x.Length, 4);
        pooling.InputGradient(2, x, dy, actual, Epilogue.BiasThen(bias, Activation.Identity), _pools[1]);

        Assert.Equal(TestData.Bits(expected), TestData.Bits(actual));
    }

    [Theory]
    [InlineData(PoolingKind.Max, "overlapping")]
    [InlineData(PoolingKind.Average, "padded")]
    [InlineData(PoolingKind.L2, "padded")]
    public void InputGradient_AgainstFiniteDifferences_Agrees(PoolingKind kind, string shapeName)
    {
        var pooling = Shapes[shapeName] with { Kind = kind, Epsilon = 0.1f };
        var x = TestData.Uniform(pooling.InputLength, 1);
        var dy = TestData.Uniform(pooling.OutputLength, 2);
        var dx = new float[x.Length];
        pooling.InputGradient(1, x, dy, dx, Epilogue.None, _pools[0]);

        // The step is below the distance of any two values of a channel's window, so that no maximum changes place.
        FiniteDifferences.AssertGradient(
            () =>
            {
                var y = new float[dy.Length];
                pooling.Forward(1, x, y, _pools[0]);
                return y.Select((value, i) => (double)value * dy[i]).Sum();
            },
            x,
            dx,
            step: 1e-4f,
            tolerance: 3e-3);
    }

    [Fact]
    public void Forward_MaxOfAWindowWithNaN_IsNaN()
    {
        var pooling = Shapes["mnist"] with { Channels = 9, Height = 2, Width = 2 };
        foreach (var at in new[] { 0, 1, 2, 3 })
        {
            var x = TestData.Uniform(pooling.InputLength, 1);
            x[at * 9 + 4] = x[at * 9 + 8] = float.NaN;
            var y = new float[9];

            pooling.Forward(1, x, y, _pools[0]);

            Assert.Equal([4, 8], Enumerable.Range(0, 9).Where(i => float.IsNaN(y[i])));
        }
    }

    [Fact]
    public void Passes_AfterWarmUp_AllocateNothing()
    {
        var pooling = Shapes["mnist"];
        var (x, y) = (new float[4 * pooling.InputLength], new float[4 * pooling.OutputLength]);
        var dx = new float[x.Length];
        void Run()
        {
            pooling.Forward(4, x, y, _pools[1]);
            pooling.InputGradient(4, x, y, dx, Epilogue.None, _pools[1]);
        }

        for (var i = 0; i < 50; i++)
        {
            Run();
        }
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 5; i++)
        {
            Run();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Forward_OutOfRange_SaysWhy()
    {
        static string Message(Pooling2D pooling) =>
            Assert.Throws<ArgumentException>(() => pooling.Forward(1, new float[10_000], new float[10_000], ComputeThreads.Single)).Message;
        var pooling = Shapes["padded"];

        Assert.StartsWith(
            "paddingY is 3; it must be at most windowHeight - 1, 2", Message(pooling with { PaddingY = 3 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "windowWidth is 10; it must be at most the padded width, 9",
            Message(pooling with { WindowWidth = 10 }),
            StringComparison.Ordinal);
        Assert.StartsWith("strideX is 0; it must be at least 1", Message(pooling with { StrideX = 0 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "epsilon is 0; it must be above 0", Message(pooling with { Kind = PoolingKind.L2, Epsilon = 0 }), StringComparison.Ordinal);
    }

    /// <summary>Calls back for each output in order, with the inputs of its window in order.</summary>
    private static void Visit(Pooling2D p, int n, Action<int, List<int>> visit)
    {
        var output = 0;
        for (var image = 0; image < n; image++)
        {
            for (var oy = 0; oy < p.OutputHeight; oy++)
            {
                for (var ox = 0; ox < p.OutputWidth; ox++)
                {
                    for (var channel = 0; channel < p.Channels; channel++)
                    {
                        var inputs = new List<int>();
                        for (var y = oy * p.StrideY - p.PaddingY; y < oy * p.StrideY - p.PaddingY + p.WindowHeight; y++)
                        {
                            for (var x = ox * p.StrideX - p.PaddingX; x < ox * p.StrideX - p.PaddingX + p.WindowWidth; x++)
                            {
                                if (y >= 0 && y < p.Height && x >= 0 && x < p.Width)
                                {
                                    inputs.Add(((image * p.Height + y) * p.Width + x) * p.Channels + channel);
                                }
                            }
                        }

                        visit(output++, inputs);
                    }
                }
            }
        }
    }
}
