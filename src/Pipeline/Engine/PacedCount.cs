using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Engine;

/// <summary>Jobs by state, a study's or all of the database's, for people to look at: at 100,000 jobs counting takes long enough to be felt
/// by those who lease, so that a count serves again for a time that grows with the jobs it counted. Not with the time that it took: that
/// can have been spent waiting for a server. Whether a study is over is never read from here.</summary>
internal sealed class PacedCount(JobServices services, string? study)
{
    /// <summary>About a microsecond of work a job, in one twentieth of the time.</summary>
    private static readonly TimeSpan RestPerJob = TimeSpan.FromMicroseconds(20);

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private JobCounts? _last;
    private long _readAt;

    /// <summary>The last count where it is young enough, otherwise a new one.</summary>
    internal async Task<JobCounts> ReadAsync(CancellationToken cancellationToken) =>
        _last is not null && services.Time.GetElapsedTime(_readAt) < RestAfter(_last)
            ? _last
            : await ReadNowAsync(cancellationToken);

    /// <summary>A new count, however young the last one is.</summary>
    internal async Task<JobCounts> ReadNowAsync(CancellationToken cancellationToken)
    {
        _last = await services.Ledger.CountAsync(study, cancellationToken);
        _readAt = services.Time.GetTimestamp();
        return _last;
    }

    private static TimeSpan RestAfter(JobCounts counts)
    {
        var rest = counts.Total * RestPerJob;
        return rest < LongestRest ? rest : LongestRest;
    }
}
