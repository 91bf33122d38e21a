using Experiments.Ports;

namespace Experiments.Pipeline.Plans;

/// <summary>Rates that jobs ran at.</summary>
internal sealed class JobRates(IReadOnlyList<MeasuredRate> measured)
{
    private readonly Dictionary<(string Kind, string Device), double> _secondsPerCost =
        measured.ToDictionary(m => (m.Kind, m.Device), m => m.SecondsPerCost);

    /// <summary>How long such a job may take; null where none like it was timed.</summary>
    internal TimeSpan? Of(JobSize size) =>
        _secondsPerCost.TryGetValue((size.Kind, size.Device), out var rate) ? TimeSpan.FromSeconds(rate * size.Cost) : null;
}
