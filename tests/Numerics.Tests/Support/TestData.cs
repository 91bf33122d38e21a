namespace Experiments.Numerics.Tests;

/// <summary>Numbers for kernel tests: the same for the same seed on every machine.</summary>
internal static class TestData
{
    /// <summary>Values in [-1, 1) with full mantissas, so that any other order of additions shows in the bits.</summary>
    public static float[] Uniform(int length, int seed)
    {
        var values = new float[length];
        var state = (uint)seed * 2654435769u + 1;
        for (var i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            values[i] = (state >> 8) * (1f / (1 << 23)) - 1;
        }

        return values;
    }

    public static int[] Bits(ReadOnlySpan<float> values)
    {
        var bits = new int[values.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        }
        return bits;
    }
}
