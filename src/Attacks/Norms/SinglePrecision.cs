namespace Experiments.Attacks;

/// <summary>Rounding that keeps a bound: to nearest, a pixel may end farther from the clean image than it was meant to.</summary>
internal static class SinglePrecision
{
    /// <summary>What is left of a Euclidean budget for the rounding of differences (2^-24 of each) and of their norm (2^-24), and for that
    /// of sums in double precision.</summary>
    public const double RoomForRounding = 1 - 1.0 / (1 << 22);

    /// <summary>The largest number in single precision that is not above a value.</summary>
    public static float AtMost(double value)
    {
        var rounded = (float)value;
        return rounded > value ? MathF.BitDecrement(rounded) : rounded;
    }

    /// <summary>A value in single precision that is no farther from <paramref name="x0"/> than it was.</summary>
    public static float Towards(float x0, double x)
    {
        var rounded = (float)x;
        if (rounded > x && rounded > x0)
        {
            return MathF.BitDecrement(rounded);
        }

        return rounded < x && rounded < x0 ? MathF.BitIncrement(rounded) : rounded;
    }
}
