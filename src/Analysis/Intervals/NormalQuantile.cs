namespace Experiments.Analysis;

/// <summary>Quantiles of the standard normal distribution.</summary>
internal static class NormalQuantile
{
    /// <summary>The 97.5 % quantile: of two-sided intervals at 95 %.</summary>
    internal const double Of975 = 1.959963984540054;
}
