namespace Experiments.Numerics.Tests;

internal static class FiniteDifferences
{
    /// <summary>Holds every element of a gradient against a central difference, relative to the largest of them.</summary>
    /// <param name="loss">Evaluates the loss at the current values.</param>
    /// <param name="values">What the loss depends on; left as it was.</param>
    /// <param name="gradient">d(loss)/d(values).</param>
    /// <param name="step">Half the distance of the two evaluations.</param>
    /// <param name="tolerance">Share of the largest element.</param>
    public static void AssertGradient(Func<double> loss, float[] values, float[] gradient, float step, double tolerance)
    {
        var scale = Math.Max(1e-3, gradient.Max(g => Math.Abs((double)g)));
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + step;
            var (above, up) = (loss(), values[i]);
            values[i] = value - step;
            var (below, down) = (loss(), values[i]);
            values[i] = value;

            var difference = (above - below) / ((double)up - down);
            Assert.True(
                Math.Abs(difference - gradient[i]) <= tolerance * scale, $"element {i}: gradient {gradient[i]}, difference {difference}");
        }
    }
}
