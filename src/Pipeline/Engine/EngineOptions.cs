namespace Experiments.Pipeline.Engine;

/// <summary>How an engine works its ledger; part of no result.</summary>
public sealed record EngineOptions
{
    /// <summary>How long leases hold without renewal; renewed after a third of it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How soon to look again for jobs that other processes or the end of a back-off make ready: a new job starts within a
    /// second.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the run says in the database what it does.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often somebody who watches from elsewhere looks.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often progress is told at most.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The window that rates are taken over.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(5);
}
