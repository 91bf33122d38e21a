namespace Experiments.Numerics.Tests;

/// <summary>Comparison of floats as bits: -0 differs from +0, and NaN equals NaN.</summary>
internal static class Bits
{
    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var (left, right) = (BitConverter.SingleToInt32Bits(expected[i]), BitConverter.SingleToInt32Bits(actual[i]));
            Assert.True(left == right, $"[{i}]: 0x{right:x8} ({actual[i]:R}); it must be 0x{left:x8} ({expected[i]:R})");
        }
    }
}
