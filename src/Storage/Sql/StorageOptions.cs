using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Experiments.Storage;

/// <summary>How storage deals with failing jobs and with faults of the database. No option changes a result.</summary>
public sealed record StorageOptions
{
    /// <summary>A job is quarantined after this many failed tries.</summary>
    /// <value>4; at least 1.</value>
    public int MaxFailures { get; init; } = 4;

    /// <summary>A job is quarantined after this many leases that ended without a word from their worker: a job that kills its worker.
    /// Generous, because a worker also dies of things that are not its job's fault.</summary>
    /// <value>20; at least 1.</value>
    public int MaxLosses { get; init; } = 20;

    /// <summary>The wait after the first failed try; doubles with every further one. Without jitter: jobs are leased one by one
    /// anyway.</summary>
    /// <value>1 second.</value>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait for a lock that another program holds on the database.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call goes on trying to reach a PostgreSQL that has gone away.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Makes a home folder and its database where they are missing; otherwise that is an error, as for those who only
    /// read.</summary>
    /// <value>True.</value>
    public bool Create { get; init; } = true;

    /// <summary>Names and versions of the kinds of job that this program can run: ready jobs of others are counted apart, because nobody
    /// here waits for them.</summary>
    /// <value>Null: all.</value>
    public IReadOnlyList<(string Kind, int Version)>? Kinds { get; init; }

    /// <summary>Told when calls wait for a database, and when it is back.</summary>
    /// <value>Nobody.</value>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;

    internal TimeSpan BackOffAfter(int failures)
    {
        var doublings = Math.Min(failures - 1, 30);
        return TimeSpan.FromTicks(
            Math.Min(LongestBackOff.Ticks, (long)Math.Min(long.MaxValue / 2, BackOff.Ticks * Math.Pow(2, doublings))));
    }
}
