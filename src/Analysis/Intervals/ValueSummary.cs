namespace Experiments.Analysis;

/// <summary>Values of many images.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Median">The middle one, or the mean of the two middle ones.</param>
/// <param name="Max">The largest.</param>
public readonly record struct ValueSummary(double Mean, double Median, double Max)
{
    /// <summary>Summarises values; zeros for none. The sum goes through them in order.</summary>
    public static ValueSummary Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return default;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var sorted = values.Order().ToArray();
        return new ValueSummary(sum / values.Count, (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }
}
