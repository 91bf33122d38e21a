namespace Experiments.Analysis;

/// <summary>Gains over many images.</summary>
/// <param name="Mean">Summed in the order of the images.</param>
/// <param name="Median">The middle one, or the mean of the two middle ones.</param>
/// <param name="Max">The largest.</param>
public readonly record struct GainSummary(double Mean, double Median, double Max)
{
    /// <summary>Summarises gains; zeros for none.</summary>
    public static GainSummary Of(IReadOnlyList<double> gains)
    {
        ArgumentNullException.ThrowIfNull(gains);
        if (gains.Count == 0)
        {
            return default;
        }

        var sum = 0.0;
        foreach (var gain in gains)
        {
            sum += gain;
        }

        var sorted = gains.Order().ToArray();
        return new GainSummary(sum / gains.Count, (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }
}
