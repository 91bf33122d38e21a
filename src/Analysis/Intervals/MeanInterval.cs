namespace Experiments.Analysis;

/// <summary>
/// Student's interval for a mean at 95 %, from independent values: mean ± t s / sqrt(n), with s² the sample variance (denominator n - 1) and t the 97.5 % quantile of
/// Student's distribution with n - 1 degrees of freedom. "Student", "The probable error of a mean", 1908, Biometrika 6. Differs from the paper: nothing.
/// </summary>
/// <param name="Mean">Of the values.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct MeanInterval(double Mean, double Low, double High)
{
    /// <summary>The 97.5 % quantile of the standard normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The 97.5 % quantiles of Student's distribution with 1 to 30 degrees of freedom (SciPy 1.10, <c>scipy.stats.t.ppf(0.975, df)</c>).</summary>
    private static readonly double[] Quantiles =
    [
        12.706204736432, 4.302652729911, 3.182446305284, 2.776445105198, 2.570581836615,
        2.446911848792, 2.364624251010, 2.306004135033, 2.262157162741, 2.228138851965,
        2.200985160083, 2.178812829663, 2.160368656461, 2.144786687917, 2.131449545559,
        2.119905299221, 2.109815577833, 2.100922040241, 2.093024054408, 2.085963447266,
        2.079613844728, 2.073873067904, 2.068657610419, 2.063898561628, 2.059538552753,
        2.055529438643, 2.051830516480, 2.048407141795, 2.045229642133, 2.042272456301,
    ];

    /// <summary>The interval for the mean of the values, summed in their order. One value alone has no spread to tell from: its interval has both ends at it.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static MeanInterval Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("values is empty; it must have at least one.", nameof(values));
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Count;
        if (values.Count == 1)
        {
            return new MeanInterval(mean, mean, mean);
        }

        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        var halfWidth = Quantile(values.Count - 1) * Math.Sqrt(squares / (values.Count - 1) / values.Count);
        return new MeanInterval(mean, mean - halfWidth, mean + halfWidth);
    }

    /// <summary>The interval for a mean of values that cannot leave a range: its ends cannot either.</summary>
    public MeanInterval Within(double least, double most) => new(Mean, Math.Max(Low, least), Math.Min(High, most));

    /// <summary>
    /// The 97.5 % quantile of Student's distribution. Above 30 degrees of freedom the expansion in 1 / freedom around the normal quantile (M. Abramowitz and I. A. Stegun,
    /// "Handbook of Mathematical Functions", 1964, 26.7.5), which is then right to 3e-8.
    /// </summary>
    internal static double Quantile(int freedom)
    {
        if (freedom <= Quantiles.Length)
        {
            return Quantiles[freedom - 1];
        }

        const double z2 = Z * Z;
        const double g1 = Z * (z2 + 1) / 4;
        const double g2 = Z * (((5 * z2 + 16) * z2) + 3) / 96;
        const double g3 = Z * (((((3 * z2 + 19) * z2) + 17) * z2) - 15) / 384;
        const double g4 = Z * (((((((79 * z2 + 776) * z2) + 1482) * z2) - 1920) * z2) - 945) / 92160;
        var inverse = 1.0 / freedom;
        return Z + (inverse * (g1 + (inverse * (g2 + (inverse * (g3 + (inverse * g4)))))));
    }
}
