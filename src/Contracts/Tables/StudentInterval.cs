namespace Experiments.Contracts;

/// <summary>Mean, spread and 95 % interval of a few independent values: Student, "The probable error of a mean", 1908, Biometrika 6. Exact
/// where the values are normally distributed.</summary>
/// <param name="Count">Number of values n.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Sample standard deviation, with n - 1; null for one value.</param>
/// <param name="Low">Lower end: mean - t(n - 1) deviation / sqrt(n); null for one value.</param>
/// <param name="High">Upper end; null for one value.</param>
public readonly record struct StudentInterval(int Count, double Mean, double? Deviation, double? Low, double? High)
{
    private const double Z = WilsonInterval.Quantile;

    /// <summary>97.5 % quantiles of Student's t for 1, 2, 3 … degrees of freedom: scipy.stats.t.ppf(0.975, df), SciPy 1.10.</summary>
    private static readonly double[] Quantiles =
    [
        12.706204736432095, 4.302652729911275, 3.182446305284263, 2.7764451051977987, 2.5705818366147395,
        2.4469118487916806, 2.3646242510102993, 2.3060041350333704, 2.2621571627409915, 2.2281388519649385,
        2.200985160082949, 2.1788128296634177, 2.1603686564610127, 2.1447866879169273, 2.131449545559323,
        2.1199052992210112, 2.1098155778331806, 2.10092204024096, 2.093024054408263, 2.0859634472658364,
        2.079613844727662, 2.0738730679040147, 2.0686576104190406, 2.0638985616280205, 2.059538552753294,
        2.055529438642871, 2.0518305164802833, 2.048407141795244, 2.045229642132703, 2.0422724563012373,
    ];

    /// <summary>The interval of some values. The sum goes through them in order.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static StudentInterval Of(IReadOnlyList<double> values)
    {
        var (mean, deviation, n) = SpreadOfValues.Of(values);
        if (n == 1)
        {
            return new StudentInterval(1, mean, null, null, null);
        }

        var half = Quantile(n - 1) * deviation / Math.Sqrt(n);
        return new StudentInterval(n, mean, deviation, mean - half, mean + half);
    }

    /// <summary>The interval for values that cannot leave a range: its ends cannot either. One value has no spread to tell from: both ends
    /// are at it.</summary>
    public StudentInterval Within(double least, double most) =>
        this with { Low = Math.Max(Low ?? Mean, least), High = Math.Min(High ?? Mean, most) };

    /// <summary>The 97.5 % quantile of Student's t. Above 30 degrees of freedom by its expansion in 1 / df (M. Abramowitz, I. A. Stegun,
    /// 1964, 26.7.5), to 1e-7; no logarithm or power of the runtime, so that it is the same number on every machine.</summary>
    /// <param name="degreesOfFreedom">At least 1.</param>
    public static double Quantile(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        if (degreesOfFreedom <= Quantiles.Length)
        {
            return Quantiles[degreesOfFreedom - 1];
        }

        const double z2 = Z * Z;
        double v = degreesOfFreedom;
        var g1 = Z * (z2 + 1) / 4;
        var g2 = Z * ((5 * z2 + 16) * z2 + 3) / 96;
        var g3 = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        var g4 = Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
        return Z + (g1 + (g2 + (g3 + g4 / v) / v) / v) / v;
    }
}
