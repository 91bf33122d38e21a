namespace Experiments.Numerics.Tests;

public sealed class ConvolutionTests : IDisposable
{
    private static readonly Dictionary<string, (Convolution2DShape Shape, int Images)> Shapes = new()
    {
        ["mnist first"] = (
            new() { Channels = 1, Height = 28, Width = 28, Filters = 32, KernelHeight = 5, KernelWidth = 5, PaddingY = 2, PaddingX = 2 },
            10),
        ["mnist second"] = (
            new() { Channels = 32, Height = 14, Width = 14, Filters = 64, KernelHeight = 5, KernelWidth = 5, PaddingY = 2, PaddingX = 2 },
            9),
        ["stride and groups"] = (new() { Channels = 6, Height = 13, Width = 11, Filters = 10, KernelHeight = 3, KernelWidth = 4,
            StrideY = 2, StrideX = 3, PaddingY = 1, PaddingX = 2, Groups = 2 }, 3),
        ["deep, stride and groups"] = (new() { Channels = 18, Height = 13, Width = 11, Filters = 10, KernelHeight = 3, KernelWidth = 4,
            StrideY = 2, StrideX = 3, PaddingY = 1, PaddingX = 2, Groups = 2 }, 3),
        ["deep, stride beyond the kernel"] =
            (new() { Channels = 9, Height = 12, Width = 9, Filters = 5, KernelHeight = 2, KernelWidth = 1, StrideY = 3, StrideX = 4 }, 8),
        ["deep, rest at the end"] =
            (new() { Channels = 8, Height = 10, Width = 10, Filters = 3, KernelHeight = 3, KernelWidth = 3, StrideY = 4, StrideX = 4 }, 9),
        ["deep, padding and stride beyond"] = (new() { Channels = 16, Height = 5, Width = 3, Filters = 17, KernelHeight = 3,
            KernelWidth = 2, StrideY = 2, StrideX = 2, PaddingY = 4, PaddingX = 3 }, 17),
        ["stride beyond the kernel"] =
            (new() { Channels = 3, Height = 12, Width = 9, Filters = 5, KernelHeight = 2, KernelWidth = 1, StrideY = 3, StrideX = 4 }, 11),
        ["rest at the end"] =
            (new() { Channels = 2, Height = 10, Width = 10, Filters = 3, KernelHeight = 3, KernelWidth = 3, StrideY = 4, StrideX = 4 }, 8),
        ["padding beyond the kernel"] =
            (new() { Channels = 2, Height = 4, Width = 5, Filters = 3, KernelHeight = 2, KernelWidth = 3, PaddingY = 3, PaddingX = 4 }, 9),
        ["padding and stride beyond"] = (new() { Channels = 1, Height = 5, Width = 3, Filters = 17, KernelHeight = 3, KernelWidth = 2,
            StrideY = 2, StrideX = 2, PaddingY = 4, PaddingX = 3 }, 8),
        ["depthwise"] = (new() { Channels = 9, Height = 7, Width = 6, Filters = 9, KernelHeight = 3, KernelWidth = 3, PaddingY = 1,
            PaddingX = 1, Groups = 9 }, 2),
        ["one by one"] = (new() { Channels = 70, Height = 5, Width = 5, Filters = 50, KernelHeight = 1, KernelWidth = 1 }, 9),
        ["wide run"] = (new() { Channels = 100, Height = 4, Width = 9, Filters = 19, KernelHeight = 2, KernelWidth = 3 }, 2),
        ["whole image"] = (new() { Channels = 3, Height = 6, Width = 5, Filters = 4, KernelHeight = 6, KernelWidth = 5 }, 12),
        ["one pixel"] = (new() { Channels = 1, Height = 1, Width = 1, Filters = 1, KernelHeight = 1, KernelWidth = 1 }, 1),
        ["alexnet first"] = (
            new() { Channels = 3, Height = 43, Width = 43, Filters = 24, KernelHeight = 11, KernelWidth = 11, StrideY = 4, StrideX = 4 },
            1),
        ["groups of vectors"] = (new() { Channels = 32, Height = 9, Width = 7, Filters = 12, KernelHeight = 3, KernelWidth = 4, StrideY = 2,
            StrideX = 3, PaddingY = 3, PaddingX = 2, Groups = 2 }, 9),
        ["narrow groups, whole vectors of filters"] = (new() { Channels = 4, Height = 9, Width = 12, Filters = 48, KernelHeight = 3,
            KernelWidth = 5, StrideX = 2, PaddingY = 1, PaddingX = 4, Groups = 2 }, 9),
        ["images 4 KiB apart"] =
            (new() { Channels = 16, Height = 8, Width = 8, Filters = 8, KernelHeight = 3, KernelWidth = 3, PaddingY = 1, PaddingX = 1 }, 8),
        ["large strip"] = (new() { Channels = 16, Height = 60, Width = 130, Filters = 3, KernelHeight = 3, KernelWidth = 3 }, 1),
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

    public static TheoryData<string> SmallShapes =>
        [
            "stride and groups",
            "deep, stride and groups",
            "padding and stride beyond",
            "deep, padding and stride beyond",
            "rest at the end",
            "depthwise"
        ];

    public void Dispose()
    {
        foreach (var threads in _pools)
        {
            threads.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_AnyShapeAndThreads_HasTheBitsOfTheNaiveLoop(string engineName, string shapeName)
    {
        var (shape, n) = Shapes[shapeName];
        var (x, weights, bias) =
            (TestData.Uniform(n * shape.InputLength, 1), TestData.Uniform(shape.WeightLength, 2), TestData.Uniform(shape.Filters, 3));
        var expected = NaiveConvolution.Forward(shape, n, x, weights);
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = MathF.Max(expected[i] + bias[i % shape.Filters], 0);
        }
        var convolution = new Convolution2D(Engine(engineName), shape);

        foreach (var threads in _pools)
        {
            var actual = new float[expected.Length];
            convolution.Load(weights, threads);
            convolution.Forward(n, x, actual, Epilogue.BiasThen(bias, Activation.Relu), threads);
            Assert.Equal(TestData.Bits(expected), TestData.Bits(actual));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void InputGradient_AnyShapeAndThreads_HasTheBitsOfTheNaiveLoop(string engineName, string shapeName)
    {
        var (shape, n) = Shapes[shapeName];
        var (x, dy, weights) = (TestData.Uniform(n * shape.InputLength, 1), TestData.Uniform(n * shape.OutputLength, 4),
            TestData.Uniform(shape.WeightLength, 2));
        var expected = NaiveConvolution.InputGradient(shape, n, dy, weights);
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] *= 1 - x[i] * x[i];
        }
        var convolution = new Convolution2D(Engine(engineName), shape);
        convolution.Load(weights, _pools[0]);

        foreach (var threads in _pools)
        {
            var actual = TestData.Uniform(expected.Length, 7);
            convolution.InputGradient(n, dy, actual, Epilogue.TimesDerivative(Activation.Tanh, x), threads);
            Assert.Equal(TestData.Bits(expected), TestData.Bits(actual));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WeightGradient_AnyShapeAndThreads_HasTheBitsOfTheNaiveLoop(string engineName, string shapeName)
    {
        var (shape, n) = Shapes[shapeName];
        var (x, dy) = (TestData.Uniform(n * shape.InputLength, 1), TestData.Uniform(n * shape.OutputLength, 4));
        var expected = NaiveConvolution.WeightGradient(shape, n, x, dy);
        var expectedBias = NaiveConvolution.BiasGradient(shape, n, dy);

        foreach (var threads in _pools)
        {
            var dw = TestData.Uniform(expected.Length, 7);
            var db = TestData.Uniform(expectedBias.Length, 8);
            ConvolutionWeightGradient.Compute(Engine(engineName), shape, n, x, dy, dw, db, threads);
            Assert.Equal(TestData.Bits(expected), TestData.Bits(dw));
            Assert.Equal(TestData.Bits(expectedBias), TestData.Bits(db));
        }
    }

    [Fact]
    public void WeightGradient_MoreImagesThanOneBlockHolds_HasTheBitsOfTheNaiveLoop()
    {
        // Eight images with their output gradients fill the 2^17 floats of one block.
        var shape = new Convolution2DShape { Channels = 1, Height = 72, Width = 72, Filters = 2, KernelHeight = 3, KernelWidth = 3,
            PaddingY = 1, PaddingX = 1 };
        var (x, dy) = (TestData.Uniform(200 * shape.InputLength, 1), TestData.Uniform(200 * shape.OutputLength, 4));
        var expected = NaiveConvolution.WeightGradient(shape, 200, x, dy);

        var dw = new float[expected.Length];
        ConvolutionWeightGradient.Compute(shape, 200, x, dy, dw, [], _pools[1]);

        Assert.Equal(TestData.Bits(expected), TestData.Bits(dw));
    }

    [Theory]
    [MemberData(nameof(SmallShapes))]
    public void Gradients_AgainstFiniteDifferences_Agree(string shapeName)
    {
        var (shape, n) = Shapes[shapeName];
        var (x, weights, bias) =
            (TestData.Uniform(n * shape.InputLength, 1), TestData.Uniform(shape.WeightLength, 2), TestData.Uniform(shape.Filters, 3));
        var dy = TestData.Uniform(n * shape.OutputLength, 4);
        var convolution = new Convolution2D(shape);
        convolution.Load(weights, _pools[0]);
        var (dx, dw, db) = (new float[x.Length], new float[weights.Length], new float[bias.Length]);
        convolution.InputGradient(n, dy, dx, Epilogue.None, _pools[0]);
        ConvolutionWeightGradient.Compute(shape, n, x, dy, dw, db, _pools[0]);

        double Loss()
        {
            convolution.Load(weights, _pools[0]);
            var y = new float[dy.Length];
            convolution.Forward(n, x, y, Epilogue.BiasThen(bias, Activation.Identity), _pools[0]);
            return y.Select((value, i) => (double)value * dy[i]).Sum();
        }

        // The loss is linear in each, so a difference has no truncation error and the step may be large.
        FiniteDifferences.AssertGradient(Loss, x, dx, step: 0.5f, tolerance: 2e-5);
        FiniteDifferences.AssertGradient(Loss, weights, dw, step: 0.5f, tolerance: 2e-5);
        FiniteDifferences.AssertGradient(Loss, bias, db, step: 0.5f, tolerance: 2e-5);
    }

    [Fact]
    public void Forward_AnImage_DoesNotDependOnItsBatch()
    {
        var (shape, _) = Shapes["mnist second"];
        var x = TestData.Uniform(9 * shape.InputLength, 1);
        var convolution = new Convolution2D(shape);
        convolution.Load(TestData.Uniform(shape.WeightLength, 2), _pools[0]);
        var all = new float[9 * shape.OutputLength];
        convolution.Forward(9, x, all, Epilogue.None, _pools[1]);

        var one = new float[shape.OutputLength];
        convolution.Forward(1, x.AsSpan(5 * shape.InputLength), one, Epilogue.None, _pools[2]);

        Assert.Equal(TestData.Bits(all.AsSpan(5 * shape.OutputLength, shape.OutputLength)), TestData.Bits(one));
    }

    [Fact]
    public void Passes_AfterWarmUp_AllocateNothing()
    {
        var (shape, n) = Shapes["mnist second"];
        var (x, dy) = (new float[n * shape.InputLength], new float[n * shape.OutputLength]);
        var (y, dx, dw, db) = (new float[dy.Length], new float[x.Length], new float[shape.WeightLength], new float[shape.Filters]);
        var convolution = new Convolution2D(shape);
        void Run()
        {
            convolution.Load(dw, _pools[1]);
            convolution.Forward(n, x, y, Epilogue.BiasThen(db, Activation.Relu), _pools[1]);
            convolution.InputGradient(n, dy, dx, Epilogue.TimesDerivative(Activation.Relu, x), _pools[1]);
            ConvolutionWeightGradient.Compute(shape, n, x, dy, dw, db, _pools[1]);
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
    public void Shape_OutOfRange_SaysWhy()
    {
        var shape = Shapes["stride and groups"].Shape;
        static string Message(Convolution2DShape shape) => Assert.Throws<ArgumentException>(() => new Convolution2D(shape)).Message;

        Assert.StartsWith(
            "channels is 7; it must be a multiple of groups, 2", Message(shape with { Channels = 7 }), StringComparison.Ordinal);
        Assert.StartsWith("filters is 0; it must be at least 1", Message(shape with { Filters = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("strideX is 0; it must be at least 1", Message(shape with { StrideX = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("paddingY is -1; it must be at least 0", Message(shape with { PaddingY = -1 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "kernelHeight is 16; it must be at most the padded height, 15",
            Message(shape with { KernelHeight = 16 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_ShortSpan_Throws()
    {
        var (shape, _) = Shapes["one by one"];
        var convolution = new Convolution2D(shape);

        Assert.Throws<ArgumentException>(
            () => convolution.Forward(2, new float[shape.InputLength], new float[2 * shape.OutputLength], Epilogue.None, _pools[0]));
        Assert.Throws<ArgumentException>(() => convolution.Load(new float[shape.WeightLength - 1], _pools[0]));
    }

    private static KernelEngine Engine(string name) => KernelEngine.Supported().Single(e => e.Name == name);
}
