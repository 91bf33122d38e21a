namespace Experiments.Numerics.Tests;

public class CounterRandomTests
{
    [Fact]
    public void NextUInt32_SeedPurposeIndex_ArePhiloxKeyAndCounter()
    {
        // Key (low, high word of the seed), counter (block, purpose, low, high word of the index).
        var random = new CounterRandom(0x0123456789abcdef, RandomPurpose.DataSplit, 0xfedcba9876543210);
        for (var block = 0u; block < 3; block++)
        {
            var (c0, c1, c2, c3) = (block, 3u, 0x76543210u, 0xfedcba98u);
            Philox.Scramble(ref c0, ref c1, ref c2, ref c3, 0x89abcdef, 0x01234567);

            Assert.Equal([c0, c1, c2, c3], new[] { random.NextUInt32(), random.NextUInt32(), random.NextUInt32(), random.NextUInt32() });
        }
    }

    /// <summary>The promise: these change only with a major version. The first word is the published answer for counter and key
    /// zero.</summary>
    [Fact]
    public void Stream_OfZeros_NeverChanges()
    {
        var random = new CounterRandom(0, RandomPurpose.None, 0);
        Assert.Equal(0x6627e8d5u, random.NextUInt32());
        Assert.Equal(0xbc57ac4ce169c58dul, random.NextUInt64());
        Assert.Equal(0x9b00dbd8u >> 9, (uint)(random.NextUniform() * (1 << 23)));
        Bits.AssertEqual(
            [-0.15363817f, 0.18082583f, 0.6939309f, -1.1863579f],
            [random.NextGaussian(), random.NextGaussian(), random.NextUniform(), random.NextGaussian()]);
        Assert.Equal(140, random.NextInt(1000));
    }

    [Fact]
    public void NextUniform_ExtremeWords_InsideTheOpenInterval()
    {
        Bits.AssertEqual([0.5f / (1 << 23)], [LaneMath.Uniform<MathLane, float>(BitConverter.UInt32BitsToSingle(0))]);
        Bits.AssertEqual([1 - 0.5f / (1 << 23)], [LaneMath.Uniform<MathLane, float>(BitConverter.UInt32BitsToSingle(uint.MaxValue))]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Fill_AfterSomeDraws_SameAsSingleCalls(int draws)
    {
        for (var length = 0; length < 70; length++)
        {
            var (single, filled) = (new CounterRandom(5, RandomPurpose.Noise, 9), new CounterRandom(5, RandomPurpose.Noise, 9));
            for (var i = 0; i < draws; i++)
            {
                Assert.Equal(single.NextUInt32(), filled.NextUInt32());
            }

            var (uniform, gaussian, after) = (new float[length], new float[length], new float[3]);
            filled.FillGaussian(gaussian);
            filled.FillUniform(uniform);
            filled.FillGaussian(after);

            Bits.AssertEqual(Draw(length, () => single.NextGaussian()), gaussian);
            Bits.AssertEqual(Draw(length, () => single.NextUniform()), uniform);
            Bits.AssertEqual(Draw(3, () => single.NextGaussian()), after);
        }
    }

    [Fact]
    public void Copy_OfAStream_RepeatsIt()
    {
        var random = new CounterRandom(5, RandomPurpose.Noise, 9);
        random.NextGaussian();
        var copy = random;

        Bits.AssertEqual([random.NextGaussian(), random.NextGaussian()], [copy.NextGaussian(), copy.NextGaussian()]);
    }

    [Fact]
    public void Streams_OtherSeedPurposeOrIndex_ShareNothing()
    {
        CounterRandom[] streams =
        [
            new(1, RandomPurpose.Noise, 1), new(2, RandomPurpose.Noise, 1), new(1UL << 32 | 1, RandomPurpose.Noise, 1),
            new(1, RandomPurpose.Dropout, 1), new(1, RandomPurpose.Noise, 2), new(1, RandomPurpose.Noise, 1UL << 32 | 1),
        ];
        var words = new HashSet<ulong>();
        for (var s = 0; s < streams.Length; s++)
        {
            for (var i = 0; i < 1000; i++)
            {
                Assert.True(words.Add(streams[s].NextUInt64()), $"stream {s} repeats a number");
            }
        }
    }

    [Fact]
    public void FillUniform_ManyNumbers_PassesKolmogorovSmirnov()
    {
        var values = new float[200_000];
        new CounterRandom(11, RandomPurpose.None, 0).FillUniform(values);

        Assert.InRange(KolmogorovSmirnov(values, x => x), 0.2, 1.63);
    }

    [Fact]
    public void FillGaussian_ManyNumbers_PassesKolmogorovSmirnov()
    {
        var values = new float[200_000];
        new CounterRandom(12, RandomPurpose.None, 0).FillGaussian(values);

        Assert.InRange(KolmogorovSmirnov(values, NormalDistribution), 0.2, 1.63);
    }

    [Fact]
    public void FillGaussian_ManyNumbers_MomentsOfTheStandardNormal()
    {
        const int N = 4_000_000;
        var values = new float[N];
        new CounterRandom(13, RandomPurpose.None, 0).FillGaussian(values);

        double mean = 0, square = 0, cube = 0, fourth = 0, neighbours = 0, pairs = 0, tail = 0;
        for (var i = 0; i < N; i++)
        {
            double x = values[i];
            mean += x / N;
            square += x * x / N;
            cube += x * x * x / N;
            fourth += x * x * x * x / N;
            neighbours += i > 0 ? x * values[i - 1] / N : 0;
            pairs += i % 2 == 1 ? (x * x - 1) * ((double)values[i - 1] * values[i - 1] - 1) * 2 / N : 0;
            tail += Math.Abs(x) > 4 ? 1 : 0;
        }

        // Four standard errors: the variances of the estimates are 1, 2, 15, 96, 1 over n, and 4 over n / 2 pairs; 253 are expected beyond
        // 4.
        var error = 4 / Math.Sqrt(N);
        Assert.Equal(0, mean, error);
        Assert.Equal(1, square, error * Math.Sqrt(2));
        Assert.Equal(0, cube, error * Math.Sqrt(15));
        Assert.Equal(3, fourth, error * Math.Sqrt(96));
        Assert.Equal(0, neighbours, error);
        Assert.Equal(0, pairs, error * Math.Sqrt(8));
        Assert.InRange(tail, 253.4 - 4 * 15.9, 253.4 + 4 * 15.9);
    }

    [Theory]
    [InlineData(0x00000000u, 0x00000000u)]
    [InlineData(0xffffffffu, 0x12345678u)]
    [InlineData(0x80000000u, 0x20000000u)]
    [InlineData(0x7fffffffu, 0x1fffffffu)]
    [InlineData(0x00000001u, 0xe0000000u)]
    [InlineData(0x12345678u, 0xdfffffffu)]
    [InlineData(0xdeadbeefu, 0x7fffffffu)]
    [InlineData(0x0badcafeu, 0x80000000u)]
    public void Gaussian_GivenWords_BoxMullerInDoublePrecision(uint radiusWord, uint angleWord)
    {
        var radius = Math.Sqrt(-2 * Math.Log((float)(((radiusWord >> 1) + 0.5) / (1L << 31))));
        var angle = 2 * Math.PI * angleWord / (1L << 32);

        var cosine = Gaussian(radiusWord, angleWord, 1);
        var sine = Gaussian(radiusWord, angleWord, 0);

        Assert.Equal(radius * Math.Cos(angle), cosine, 4e-7 * Math.Max(1, radius));
        Assert.Equal(radius * Math.Sin(angle), sine, 4e-7 * Math.Max(1, radius));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void NextInt_ManyDraws_EveryValueEquallyOften(int bound)
    {
        var random = new CounterRandom(14, RandomPurpose.None, 0);
        var counts = new int[bound];
        for (var i = 0; i < 500 * bound; i++)
        {
            counts[random.NextInt(bound)]++;
        }

        // Chi-squared has bound - 1 degrees of freedom: mean bound - 1, variance 2 (bound - 1).
        var chiSquared = counts.Sum(count => (count - 500.0) * (count - 500.0) / 500);
        Assert.InRange(chiSquared, 0, bound - 1 + 4 * Math.Sqrt(2 * (bound - 1)));
    }

    [Fact]
    public void NextInt_BoundOfThreeQuarters_NoValueTwiceAsOften()
    {
        // With 3 x 2^29 values the plain high word of a product would give every third value twice as often as the others.
        var random = new CounterRandom(15, RandomPurpose.None, 0);
        var counts = new int[3];
        for (var i = 0; i < 30_000; i++)
        {
            counts[random.NextInt(3 << 29) % 3]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_650, 10_350));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void NextInt_NoValues_Refused(int bound)
    {
        var random = new CounterRandom(0, RandomPurpose.None, 0);
        Assert.Equal(
            $"bound is {bound}; it must be at least 1 (Parameter 'bound')",
            Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(bound)).Message);
    }

    [Fact]
    public void RandomPurpose_Numbers_AreDistinct() =>
        Assert.Equal(Enum.GetNames<RandomPurpose>().Length, Enum.GetValues<RandomPurpose>().Distinct().Count());

    private static float Gaussian(uint radiusWord, uint angleWord, int quarterTurns) => LaneMath.Gaussian<MathLane, float>(
        BitConverter.UInt32BitsToSingle(radiusWord), BitConverter.UInt32BitsToSingle(angleWord),
        BitConverter.Int32BitsToSingle(quarterTurns));

    private static float[] Draw(int count, Func<float> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    /// <summary>sqrt(n) times the largest distance of the two distribution functions: above 1.63 in one of 100 samples, below 0.2 hardly
    /// ever.</summary>
    private static double KolmogorovSmirnov(float[] values, Func<double, double> distribution)
    {
        var sorted = values.Order().ToArray();
        var largest = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var expected = distribution(sorted[i]);
            largest = Math.Max(largest, Math.Max(expected - (double)i / sorted.Length, (i + 1.0) / sorted.Length - expected));
        }

        return largest * Math.Sqrt(sorted.Length);
    }

    /// <summary>The standard normal distribution function by Simpson's rule from 0, 1e-10 exact.</summary>
    private static double NormalDistribution(double x)
    {
        const int Steps = 64;
        var h = x / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * (i * h) * (i * h));
        }

        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
