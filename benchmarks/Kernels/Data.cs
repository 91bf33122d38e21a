using Experiments.Numerics;

namespace Experiments.Kernels;

internal static class Data
{
    /// <summary>Values in (-1, 1): no zeros, subnormals or overflow that would change a kernel's time.</summary>
    public static float[] Uniform(int length)
    {
        var values = new float[length];
        var random = new CounterRandom(1, RandomPurpose.None, (ulong)length);
        random.FillUniform(values);
        for (var i = 0; i < length; i++)
        {
            values[i] = 2 * values[i] - 1;
        }
        return values;
    }
}
