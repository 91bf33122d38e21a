using Experiments.Ports;

namespace Experiments.Pipeline.Plans;

/// <summary>Rates that jobs ran at.</summary>
internal sealed class JobRates(IReadOnlyList<MeasuredRate> measured)
{
    private readonly Dictionary<(string Kind, string Device), MeasuredRate> _rates = measured.ToDictionary(m => (m.Kind, m.Device));

    /// <summary>How long such a job may take; null where none like it was timed.</summary>
    internal TimeSpan? Of(JobSize size) =>
        _rates.TryGetValue((size.Kind, size.Device), out var rate) ? Of(size, rate) : null;

    /// <summary>How long a job takes at a rate.</summary>
    internal static TimeSpan Of(JobSize size, MeasuredRate rate) =>
        TimeSpan.FromSeconds(rate.SecondsPerJob + rate.SecondsPerCost * size.Cost);
}
