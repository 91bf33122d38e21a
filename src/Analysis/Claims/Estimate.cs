using Experiments.Contracts;

namespace Experiments.Analysis;

/// <summary>A measured number with its 95 % interval.</summary>
/// <param name="Value">The number.</param>
/// <param name="Low">Lower end, at most the value.</param>
/// <param name="High">Upper end, at least the value.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    private const double Z = WilsonInterval.Quantile;

    /// <summary>A rate with Wilson's interval.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As <see cref="WilsonInterval.For"/>.</exception>
    public static Estimate OfRate(long count, long total)
    {
        var interval = WilsonInterval.For(count, total);
        return new Estimate((double)count / total, interval.Low, interval.High);
    }

    /// <summary>A mean with the normal approximation's interval.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">Standard deviation of one value.</param>
    /// <param name="count">Values that the mean is of, at least 1.</param>
    public static Estimate OfMean(double mean, double deviation, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        var half = Z * deviation / Math.Sqrt(count);
        return new Estimate(mean, mean - half, mean + half);
    }

    /// <summary>
    /// The difference of two independent estimates: G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a
    /// general approach", 2008, Statistics in Medicine 27, equation 4. For two rates with Wilson's intervals it is method 10 of R. G.
    /// Newcombe, "Interval estimation for the difference between independent proportions", 1998, Statistics in Medicine 17. Two estimates
    /// from the same images are not independent; where they err together, the interval is too wide, never too narrow.
    /// </summary>
    public Estimate Minus(Estimate other)
    {
        var difference = Value - other.Value;
        return new Estimate(
            difference,
            difference - Hypotenuse(Value - Low, other.High - other.Value),
            difference + Hypotenuse(High - Value, other.Value - other.Low));
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
