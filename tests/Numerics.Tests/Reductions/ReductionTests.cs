namespace Experiments.Numerics.Tests;

public class ReductionTests
{
    private static readonly int[] Lengths = [0, 1, 2, 7, 15, 16, 17, 31, 63, 64, 65, 100, 127, 128, 129, 784, 1000, 4097];

    [Fact]
    public void Sum_AnyLength_TheDocumentedTree() => AssertTree((x, _) => Reduction.Sum(x), (sum, x, _) => sum + x);

    [Fact]
    public void SumOfSquares_AnyLength_TheDocumentedTree() =>
        AssertTree((x, _) => Reduction.SumOfSquares(x), (sum, x, _) => MathF.FusedMultiplyAdd(x, x, sum));

    [Fact]
    public void Dot_AnyLength_TheDocumentedTree() =>
        AssertTree((x, y) => Reduction.Dot(x, y), (sum, x, y) => MathF.FusedMultiplyAdd(x, y, sum));

    [Fact]
    public void SquaredDistance_AnyLength_TheDocumentedTree() =>
        AssertTree((x, y) => Reduction.SquaredDistance(x, y), (sum, x, y) => MathF.FusedMultiplyAdd(x - y, x - y, sum));

    [Fact]
    public void Reduce_EveryWidth_SameBits()
    {
        foreach (var length in Lengths)
        {
            var (x, y) = (TestData.Uniform(length, 1), TestData.Uniform(length, 2));

            Bits.AssertEqual(
                [
                    Reduction.ReduceScalar<Reduction.DotStep>(x, y),
                    Reduction.ReduceScalar<Reduction.SquaredDistanceStep>(x, y),
                    Reduction.ReduceScalar<Reduction.SumStep>(x, x)
                ],
                [
                    Reduction.Reduce256<Reduction.DotStep>(x, y),
                    Reduction.Reduce256<Reduction.SquaredDistanceStep>(x, y),
                    Reduction.Reduce256<Reduction.SumStep>(x, x)
                ]);
            Bits.AssertEqual(
                [
                    Reduction.ReduceScalar<Reduction.DotStep>(x, y),
                    Reduction.ReduceScalar<Reduction.SquaredDistanceStep>(x, y),
                    Reduction.ReduceScalar<Reduction.SumStep>(x, x)
                ],
                [
                    Reduction.Reduce512<Reduction.DotStep>(x, y),
                    Reduction.Reduce512<Reduction.SquaredDistanceStep>(x, y),
                    Reduction.Reduce512<Reduction.SumStep>(x, x)
                ]);
        }
    }

    [Fact]
    public void Sum_PositiveTerms_WithinTheStatedError()
    {
        var x = TestData.Uniform(100_000, 3).Select(Math.Abs).ToArray();
        var exact = x.Sum(value => (double)value);

        Assert.InRange(Math.Abs(Reduction.Sum(x) - exact) / exact, 0, (100_000 / 64 + 7) * Math.ScaleB(1, -24));
        Assert.InRange(Math.Abs(Reduction.SumOfSquares(x) / x.Sum(value => (double)value * value) - 1), 0, 1e-6);
    }

    [Fact]
    public void Dot_LengthsDiffer_Refused() =>
        Assert.Equal(
            "y.Length is 2; it must be x.Length, 3 (Parameter 'y')",
            Assert.Throws<ArgumentException>(() => Reduction.Dot(new float[3], new float[2])).Message);

    [Theory]
    [InlineData(new float[] { }, -1)]
    [InlineData(new[] { float.NaN, float.NaN }, -1)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, 0)]
    [InlineData(new[] { float.NaN, -2f, float.NaN, -1f, -1f }, 3)]
    [InlineData(new[] { 3f, 1f, 3f }, 0)]
    [InlineData(new[] { 1f, 2f, float.PositiveInfinity }, 2)]
    public void MaxIndex_TiesAndNan_FirstOfTheLargestNumbers(float[] x, int expected) => Assert.Equal(expected, Reduction.MaxIndex(x));

    /// <summary>64 lanes in order, then halves: as the documentation has it.</summary>
    private static void AssertTree(Func<float[], float[], float> reduce, Func<float, float, float, float> step)
    {
        foreach (var length in Lengths)
        {
            var (x, y) = (TestData.Uniform(length, 1), TestData.Uniform(length, 2));
            var lanes = new float[64];
            for (var i = 0; i < length; i++)
            {
                lanes[i % 64] = step(lanes[i % 64], x[i], y[i]);
            }

            foreach (var half in new[] { 32, 16, 8, 4, 2, 1 })
            {
                lanes = [.. lanes.Take(half).Zip(lanes.Skip(half), (low, high) => low + high)];
            }

            Bits.AssertEqual(lanes, [reduce(x, y)]);
        }
    }
}
