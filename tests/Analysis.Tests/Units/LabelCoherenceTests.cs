namespace Experiments.Analysis.Tests;

public sealed class LabelCoherenceTests
{
    [Fact]
    public void Of_OneClass_IsPureAndHasNoEntropy() =>
        Assert.Equal(new LabelCoherence(3, 1, 0), LabelCoherence.Of([3, 3, 3, 3, 3, 3, 3, 3], classCount: 10));

    [Fact]
    public void Of_EightClasses_HasThreeBits() =>
        Assert.Equal(new LabelCoherence(0, 0.125, 3), LabelCoherence.Of([7, 6, 5, 4, 3, 2, 1, 0], classCount: 10));

    [Fact]
    public void Of_TwoClassesHalfAndHalf_HasOneBitAndTheSmallerLabel() =>
        Assert.Equal(new LabelCoherence(1, 0.5, 1), LabelCoherence.Of([9, 1, 9, 1], classCount: 10));

    /// <summary>-(5/8 log2 5/8 + 2/8 log2 2/8 + 1/8 log2 1/8).</summary>
    [Fact]
    public void Of_FiveTwoOne_HasTheEntropyOfTheDefinition()
    {
        var coherence = LabelCoherence.Of([4, 4, 2, 4, 4, 7, 2, 4], classCount: 10);

        Assert.Equal(4, coherence.Label);
        Assert.Equal(0.625, coherence.Purity);
        Assert.Equal(1.2987949406953987, coherence.EntropyBits, 1e-15);
    }

    [Fact]
    public void Log2_WholeNumbers_AgreesWithTheSystemLibrary()
    {
        for (var n = 1; n <= 70_000; n += n < 300 ? 1 : 97)
        {
            Assert.Equal(Math.Log2(n), LabelCoherence.Log2(n), 4e-15);
        }
    }

    [Fact]
    public void Log2_PowersOfTwo_IsExact()
    {
        for (var e = 0; e < 31; e++)
        {
            Assert.Equal(e, LabelCoherence.Log2(1 << e));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Of_LabelOutsideOfTheClasses_IsRefused(int label)
    {
        var error = Assert.Throws<ArgumentException>(() => LabelCoherence.Of([label], classCount: 10));

        Assert.Equal($"labels has {label}; it must be from 0 to 9. (Parameter 'labels')", error.Message);
    }

    [Fact]
    public void Of_NoLabel_IsRefused() => Assert.Throws<ArgumentException>(() => LabelCoherence.Of([], classCount: 10));
}
