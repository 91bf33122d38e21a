namespace Experiments.Numerics.Tests;

public class ShuffleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Permutation_AnyLength_EveryNumberOnce(int n) =>
        Assert.Equal(Enumerable.Range(0, n), Shuffle.Permutation(3, RandomPurpose.TrainingOrder, 4, n).Order());

    [Fact]
    public void Permutation_SameNameOrAnother_SameOrAnotherOrder()
    {
        var order = Shuffle.Permutation(3, RandomPurpose.TrainingOrder, 4, 100);

        Assert.Equal(order, Shuffle.Permutation(3, RandomPurpose.TrainingOrder, 4, 100));
        Assert.NotEqual(order, Shuffle.Permutation(4, RandomPurpose.TrainingOrder, 4, 100));
        Assert.NotEqual(order, Shuffle.Permutation(3, RandomPurpose.DataSplit, 4, 100));
        Assert.NotEqual(order, Shuffle.Permutation(3, RandomPurpose.TrainingOrder, 5, 100));
    }

    [Fact]
    public void Permutation_OfFour_All24EquallyOften()
    {
        var counts = new Dictionary<string, int>();
        for (var index = 0; index < 24_000; index++)
        {
            var order = string.Join(',', Shuffle.Permutation(3, RandomPurpose.None, (ulong)index, 4));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // Chi-squared with 23 degrees of freedom is above 49.7 in one of 1000 samples.
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000), 0, 49.7);
    }
}
