namespace Experiments.Contracts;

/// <summary>Mean and standard deviation of values, summed in their order.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The square root of the sum of squared differences from the mean over n - 1; 0 for one value.</param>
/// <param name="Count">Values.</param>
public readonly record struct SpreadOfValues(double Mean, double Deviation, int Count)
{
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static SpreadOfValues Of(IReadOnlyList<double> values)
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
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new SpreadOfValues(mean, values.Count == 1 ? 0 : Math.Sqrt(squares / (values.Count - 1)), values.Count);
    }
}
