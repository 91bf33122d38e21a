namespace Experiments.Contracts;

/// <summary>
/// The score interval for a rate at 95 %: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927,
/// Journal of the American Statistical Association 22, equation 6 solved for the rate. Differs from the paper: nothing; no continuity
/// correction. It stays inside [0, 1] and has a sensible width at 0 and n of n, where the normal approximation has none.
/// </summary>
/// <param name="Low">Lower end, a fraction of 1.</param>
/// <param name="High">Upper end, a fraction of 1.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The 97.5 % quantile of the standard normal distribution: of two-sided intervals at 95 %.</summary>
    public const double Quantile = 1.959963984540054;

    /// <summary>The interval for <paramref name="count"/> hits out of <paramref name="total"/>. Views work it out in the same
    /// order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The total is below 1, or the count is not from 0 to the total.</exception>
    public static WilsonInterval For(long count, long total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        double n = total;
        var rate = count / n;
        var denominator = 1 + Quantile * Quantile / n;
        var centre = rate + Quantile * Quantile / (2 * n);
        var halfWidth = Quantile * Math.Sqrt(rate * (1 - rate) / n + Quantile * Quantile / (4 * n * n));

        // At the ends the exact value is 0 or 1; the subtraction would leave a rounding error of either sign.
        return new WilsonInterval(
            count == 0 ? 0 : Math.Max(0, (centre - halfWidth) / denominator),
            count == total ? 1 : Math.Min(1, (centre + halfWidth) / denominator));
    }
}
