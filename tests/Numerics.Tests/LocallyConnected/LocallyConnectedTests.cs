namespace Experiments.Numerics.Tests;

public sealed class LocallyConnectedTests : IDisposable
{
    private static readonly Dictionary<string, (Convolution2DShape Shape, int Images)> Shapes = new()
    {
        ["quoc"] =
            (new() { Channels = 3, Height = 20, Width = 20, Filters = 8, KernelHeight = 6, KernelWidth = 6, StrideY = 2, StrideX = 2 }, 5),
        ["padded"] = (new() { Channels = 2, Height = 6, Width = 5, Filters = 11, KernelHeight = 3, KernelWidth = 4, StrideY = 1,
            StrideX = 2, PaddingY = 1, PaddingX = 2 }, 9),
        ["many filters"] = (new() { Channels = 5, Height = 4, Width = 4, Filters = 57, KernelHeight = 2, KernelWidth = 2 }, 3),
        ["wide run"] = (new() { Channels = 30, Height = 3, Width = 4, Filters = 3, KernelHeight = 2, KernelWidth = 3 }, 2),
        ["many images"] = (new() { Channels = 1, Height = 3, Width = 3, Filters = 2, KernelHeight = 2, KernelWidth = 2 }, 150),
    };

    private readonly ComputeThreads[] _pools = [new ComputeThreads(1), new ComputeThreads(2), new ComputeThreads(4)];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var engine in KernelEngine.Supported())
        {
            foreach (var shape in Shapes.Keys)
            {
                cases.Add(engine.Name, shape);
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
    public void Passes_AnyShapeAndThreads_HaveTheBitsOfTheNaiveLoops(string engineName, string shapeName)
    {
        var engine = KernelEngine.Supported().Single(e => e.Name == engineName);
        var (s, n) = Shapes[shapeName];
        var (x, dy) = (TestData.Uniform(n * s.InputLength, 1), TestData.Uniform(n * s.OutputLength, 2));
        var (weights, bias) = (TestData.Uniform(LocallyConnected2D.WeightLength(s), 3), TestData.Uniform(s.Filters, 4));
        var (y, dx, dw) = (new float[dy.Length], new float[x.Length], new float[weights.Length]);
        Visit(s, n, (input, weight, output) => y[output] = MathF.FusedMultiplyAdd(input < 0 ? 0 : x[input], weights[weight], y[output]));
        Visit(s, n, (input, weight, output) => dw[weight] = MathF.FusedMultiplyAdd(input < 0 ? 0 : x[input], dy[output], dw[weight]));
        VisitPixels(s, n, (input, weight, output) => dx[input] = MathF.FusedMultiplyAdd(dy[output], weights[weight], dx[input]));
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = VectorMath.Tanh(y[i] + bias[i % s.Filters]);
        }
        for (var i = 0; i < dx.Length; i++)
        {
            dx[i] = x[i] > 0 ? dx[i] : 0;
        }

        foreach (var threads in _pools)
        {
            var (actualY, actualDx, actualDw) = (new float[y.Length], TestData.Uniform(dx.Length, 5), TestData.Uniform(dw.Length, 6));
            LocallyConnected2D.Forward(engine, s, n, x, weights, actualY, Epilogue.BiasThen(bias, Activation.Tanh), threads);
            LocallyConnected2D.InputGradient(engine, s, n, dy, weights, actualDx, Epilogue.TimesDerivative(Activation.Relu, x), threads);
            LocallyConnected2D.WeightGradient(engine, s, n, x, dy, actualDw, threads);
            Assert.Equal(TestData.Bits(y), TestData.Bits(actualY));
            Assert.Equal(TestData.Bits(dx), TestData.Bits(actualDx));
            Assert.Equal(TestData.Bits(dw), TestData.Bits(actualDw));
        }
    }

    [Fact]
    public void Gradients_AgainstFiniteDifferences_Agree()
    {
        var (s, n) = Shapes["padded"];
        var (x, dy) = (TestData.Uniform(n * s.InputLength, 1), TestData.Uniform(n * s.OutputLength, 2));
        var weights = TestData.Uniform(LocallyConnected2D.WeightLength(s), 3);
        var (dx, dw) = (new float[x.Length], new float[weights.Length]);
        LocallyConnected2D.InputGradient(s, n, dy, weights, dx, Epilogue.None, _pools[0]);
        LocallyConnected2D.WeightGradient(s, n, x, dy, dw, _pools[0]);

        double Loss()
        {
            var y = new float[dy.Length];
            LocallyConnected2D.Forward(s, n, x, weights, y, Epilogue.None, _pools[0]);
            return y.Select((value, i) => (double)value * dy[i]).Sum();
        }

        // The loss is linear in each, so a difference has no truncation error and the step may be large.
        FiniteDifferences.AssertGradient(Loss, x, dx, step: 0.5f, tolerance: 2e-5);
        FiniteDifferences.AssertGradient(Loss, weights, dw, step: 0.5f, tolerance: 2e-5);
    }

    [Fact]
    public void Passes_AfterWarmUp_AllocateNothing()
    {
        var (s, n) = Shapes["padded"];
        var (x, dy) = (new float[n * s.InputLength], new float[n * s.OutputLength]);
        var weights = new float[LocallyConnected2D.WeightLength(s)];
        var (y, dx, dw) = (new float[dy.Length], new float[x.Length], new float[weights.Length]);
        void Run()
        {
            LocallyConnected2D.Forward(s, n, x, weights, y, Epilogue.None, _pools[1]);
            LocallyConnected2D.InputGradient(s, n, dy, weights, dx, Epilogue.None, _pools[1]);
            LocallyConnected2D.WeightGradient(s, n, x, dy, dw, _pools[1]);
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
    public void WeightLength_WithGroups_Throws()
    {
        var shape = Shapes["padded"].Shape with { Groups = 2, Filters = 10 };

        Assert.Equal(
            "groups is 2; it must be 1 for filters that are not shared",
            Assert.Throws<ArgumentException>(() => LocallyConnected2D.WeightLength(shape)).Message);
    }

    /// <summary>Every product, in the order of the outputs' and the weights' sums; input -1 stands for a padding pixel.</summary>
    private static void Visit(Convolution2DShape s, int n, Action<int, int, int> visit)
    {
        for (var image = 0; image < n; image++)
        {
            for (var position = 0; position < s.OutputHeight * s.OutputWidth; position++)
            {
                for (var f = 0; f < s.Filters; f++)
                {
                    VisitTerms(s, image, position, f, visit);
                }
            }
        }
    }

    /// <summary>Every product with a pixel in the image, in the order of the inputs' sums.</summary>
    private static void VisitPixels(Convolution2DShape s, int n, Action<int, int, int> visit) => Visit(s, n, (input, weight, output) =>
    {
        if (input >= 0)
        {
            visit(input, weight, output);
        }
    });

    private static void VisitTerms(Convolution2DShape s, int image, int position, int f, Action<int, int, int> visit)
    {
        var positions = s.OutputHeight * s.OutputWidth;
        for (var ky = 0; ky < s.KernelHeight; ky++)
        {
            for (var kx = 0; kx < s.KernelWidth; kx++)
            {
                for (var c = 0; c < s.Channels; c++)
                {
                    var y = position / s.OutputWidth * s.StrideY + ky - s.PaddingY;
                    var x = position % s.OutputWidth * s.StrideX + kx - s.PaddingX;
                    var inside = y >= 0 && y < s.Height && x >= 0 && x < s.Width;
                    var input = inside ? ((image * s.Height + y) * s.Width + x) * s.Channels + c : -1;
                    var weight = (((position * s.KernelHeight + ky) * s.KernelWidth + kx) * s.Channels + c) * s.Filters + f;
                    visit(input, weight, (image * positions + position) * s.Filters + f);
                }
            }
        }
    }
}
