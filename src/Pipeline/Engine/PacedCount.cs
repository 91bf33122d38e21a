using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Engine;

/// <summary>Jobs by state, a study's or all of the database's, read again only when the last reading cost a small part of the time since:
/// at 100,000 jobs counting takes long enough to be felt by those who lease.</summary>
internal sealed class PacedCount(JobServices services, string? study)
{
    /// <summary>Counting may take this part of the time.</summary>
    private const double Share = 0.05;

    private JobCounts? _last;
    private long _readAt;
    private TimeSpan _cost;

    internal async Task<JobCounts> ReadAsync(CancellationToken cancellationToken)
    {
        if (_last is not null && services.Time.GetElapsedTime(_readAt) < _cost / Share)
        {
            return _last;
        }

        var started = services.Time.GetTimestamp();
        _last = await services.Ledger.CountAsync(study, cancellationToken);
        _readAt = services.Time.GetTimestamp();
        _cost = services.Time.GetElapsedTime(started);
        return _last;
    }
}
