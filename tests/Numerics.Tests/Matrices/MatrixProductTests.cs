namespace Experiments.Numerics.Tests;

public sealed class MatrixProductTests : IDisposable
{
    // Every kind of tile and edge at 16, 8, 4 and 1 lanes, with and without packing, within and across the blocks of k and n.
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (1, 1, 1), (1, 10, 7), (2, 3, 5), (3, 8, 2), (4, 9, 1), (5, 16, 33), (7, 17, 3), (8, 48, 12), (9, 49, 255), (10, 24, 256),
        (11, 25, 257), (33, 10, 100), (34, 100, 31), (40, 123, 70), (65, 57, 40), (70, 200, 30), (37, 400, 20), (41, 456, 19),
        (64, 784, 10), (100, 10, 64), (129, 56, 513), (48, 530, 300), (35, 1, 40), (0, 5, 3), (5, 0, 3), (3, 4, 0), (36, 50, 0),
        (36, 3, 1024),
    ];

    private readonly ComputeThreads[] _pools = [new ComputeThreads(1), new ComputeThreads(2), new ComputeThreads(4)];

    public static TheoryData<string, MatrixLayout, bool> Cases()
    {
        var cases = new TheoryData<string, MatrixLayout, bool>();
        foreach (var engine in KernelEngine.Supported())
        {
            foreach (var layout in Enum.GetValues<MatrixLayout>())
            {
                cases.Add(engine.Name, layout, false);
                cases.Add(engine.Name, layout, true);
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
    public void Multiply_AnySizeAndThreads_HasTheBitsOfTheNaiveLoop(string engineName, MatrixLayout layout, bool accumulate)
    {
        var engine = Engine(engineName);
        foreach (var (m, n, k) in Sizes)
        {
            var a = TestData.Uniform(m * k, 1);
            var b = TestData.Uniform(k * n, 2);
            var c = TestData.Uniform(m * n, 3);
            var expected = TestData.Bits(NaiveProduct.Multiply(layout, m, n, k, a, b, c, accumulate));

            foreach (var threads in _pools)
            {
                var actual = c.ToArray();
                MatrixProduct.Multiply(engine, layout, m, n, k, a, b, actual, accumulate, Epilogue.None, threads);
                AssertSameBits(expected, actual, m, n, k, threads);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LeftMultiply_AnySizeAndThreads_HasTheBitsOfTheNaiveLoop(string engineName, MatrixLayout layout, bool accumulate)
    {
        if (layout == MatrixLayout.TransposedA)
        {
            return;
        }

        var engine = Engine(engineName);
        foreach (var (m, n, k) in Sizes)
        {
            var a = TestData.Uniform(m * k, 1);
            var b = TestData.Uniform(k * n, 2);
            var c = TestData.Uniform(m * n, 3);
            var expected = TestData.Bits(NaiveProduct.Multiply(layout, m, n, k, a, b, c, accumulate));
            var packed = PackedMatrix.Pack(engine, TestData.Uniform(k * n, 9), k, n, transposed: false);

            foreach (var threads in _pools)
            {
                var actual = c.ToArray();
                packed.Repack(b, layout == MatrixLayout.TransposedB, threads);
                packed.LeftMultiply(m, a, actual, accumulate, Epilogue.None, threads);
                AssertSameBits(expected, actual, m, n, k, threads);
            }
        }
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    public void Multiply_WithEpilogue_HasTheBitsOfTheSeparateSteps(Activation activation)
    {
        foreach (var engine in KernelEngine.Supported())
        {
            foreach (var (m, n, k) in Sizes)
            {
                var a = TestData.Uniform(m * k, 1);
                var b = TestData.Uniform(k * n, 2);
                var bias = TestData.Uniform(n, 4);
                var sums = NaiveProduct.Multiply(MatrixLayout.Plain, m, n, k, a, b, [], false);
                var forward = sums.ToArray();
                for (var i = 0; i < forward.Length; i++)
                {
                    forward[i] += bias[i % n];
                }
                Elementwise.Activate(activation, forward);
                var backward = sums.ToArray();
                Elementwise.MultiplyByDerivative(activation, forward, backward);

                foreach (var threads in _pools)
                {
                    var actual = new float[m * n];
                    MatrixProduct.Multiply(
                        engine, MatrixLayout.Plain, m, n, k, a, b, actual, false, Epilogue.BiasThen(bias, activation), threads);
                    AssertSameBits(TestData.Bits(forward), actual, m, n, k, threads);
                    MatrixProduct.Multiply(
                        engine, MatrixLayout.Plain, m, n, k, a, b, actual, false, Epilogue.TimesDerivative(activation, forward), threads);
                    AssertSameBits(TestData.Bits(backward), actual, m, n, k, threads);
                }
            }
        }
    }

    [Fact]
    public void Multiply_MoreThanOnePackedChunk_HasTheBitsOfTheNaiveLoop()
    {
        // 90,000 steps do not fit one packed chunk of B at any panel width of 48.
        var (m, n, k) = (35, 50, 90_000);
        var a = TestData.Uniform(m * k, 1);
        var b = TestData.Uniform(k * n, 2);
        var bias = TestData.Uniform(n, 3);
        var expected = NaiveProduct.Multiply(MatrixLayout.TransposedA, m, n, k, a, b, [], false);
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] += bias[i % n];
        }

        var actual = new float[m * n];
        MatrixProduct.Multiply(
            MatrixLayout.TransposedA, m, n, k, a, b, actual, false, Epilogue.BiasThen(bias, Activation.Identity), _pools[1]);

        AssertSameBits(TestData.Bits(expected), actual, m, n, k, _pools[1]);
    }

    [Theory]
    [InlineData(100, 10, 128)]
    [InlineData(128, 100, 784)]
    public void Multiply_AfterWarmUp_AllocatesNothing(int m, int n, int k)
    {
        var a = TestData.Uniform(m * k, 1);
        var b = TestData.Uniform(k * n, 2);
        var c = new float[m * n];
        var threads = _pools[1];
        void Run() => MatrixProduct.Multiply(MatrixLayout.TransposedB, m, n, k, a, b, c, false, Epilogue.None, threads);
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
    public void Multiply_ShortOperand_SaysWhatIsNeeded()
    {
        var error = Assert.Throws<ArgumentException>(
            () => MatrixProduct.Multiply(
                MatrixLayout.Plain, 2, 3, 4, new float[7], new float[12], new float[6], false, Epilogue.None, _pools[0]));

        Assert.Equal("a's length is 7; it must be at least 8, for the shape [2, 4] (Parameter 'a')", error.Message);
    }

    [Fact]
    public void Multiply_ResultInAnOperand_Throws()
    {
        var memory = new float[12];

        Assert.Throws<ArgumentException>(
            () => MatrixProduct.Multiply(
                MatrixLayout.Plain, 2, 2, 2, memory.AsSpan(0, 4), new float[4], memory.AsSpan(3, 4), false, Epilogue.None, _pools[0]));
    }

    [Fact]
    public void Multiply_NegativeSize_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => MatrixProduct.Multiply(
                MatrixLayout.Plain, -1, -1, -1, new float[7], new float[12], new float[6], false, Epilogue.None, _pools[0]));
    }

    private static KernelEngine Engine(string name) => KernelEngine.Supported().Single(e => e.Name == name);

    private static void AssertSameBits(int[] expected, float[] actual, int m, int n, int k, ComputeThreads threads) =>
        Assert.True(expected.AsSpan().SequenceEqual(TestData.Bits(actual)), $"m {m}, n {n}, k {k}, {threads.Threads} threads");
}
