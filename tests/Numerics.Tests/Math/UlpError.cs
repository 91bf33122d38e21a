namespace Experiments.Numerics.Tests;

/// <summary>Errors of single-precision results against double-precision references, in units of the last place.</summary>
internal static class UlpError
{
    /// <summary>|actual - expected| over the distance of neighbouring floats at expected; infinity where one is special and the other is
    /// not the same.</summary>
    public static double Of(float actual, double expected)
    {
        if (double.IsNaN(expected))
        {
            return float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        }

        if (float.IsInfinity(actual))
        {
            // Right when the exact value rounds to infinity, or lies within the bound of it: measured as if exponents went on.
            return actual == expected ? 0 : Math.Sign(expected) != Math.Sign(actual) ? double.PositiveInfinity
                : Math.Max(0, (Math.ScaleB(1, 128) - Math.Abs(expected)) / Math.ScaleB(1, 104));
        }

        if (double.IsInfinity(expected) || float.IsNaN(actual))
        {
            return double.PositiveInfinity;
        }

        var magnitude = Math.Abs(expected);
        var exponent = magnitude == 0 ? -126 : Math.Clamp(Math.ILogB(magnitude), -126, 127);
        return Math.Abs(actual - expected) / Math.ScaleB(1, exponent - 23);
    }
}
