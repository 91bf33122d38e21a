using Experiments.Pipeline.Cluster;
using Orleans.Concurrency;

namespace Experiments.Grains;

/// <summary>Runs one study; its key is the study's name. It keeps nothing that the ledger does not have: activated anywhere, after whatever
/// was lost, it reads the ledger and goes on. A reminder activates it where nobody else does.</summary>
[Alias("experiments.study")]
public interface IStudyGrain : IGrainWithStringKey
{
    /// <summary>Runs the study until no job of it can run any more; returns at once. A study that runs, runs on.</summary>
    [Alias("start")]
    Task StartAsync();

    /// <summary>Runs the study unless it runs: for those who see that it is active and nobody may run it. After a fault it rests for a
    /// while.</summary>
    [AlwaysInterleave]
    [Alias("ensure-running")]
    Task EnsureRunningAsync();

    /// <summary>Events after a number and the study as it stands, as soon as there is an event or after the time. Starts nothing.</summary>
    /// <param name="after">The last number that the caller has seen; 0 for none.</param>
    /// <param name="timeout">The longest wait; below the time after which a call counts as lost.</param>
    /// <param name="cancellationToken">Ends the wait on the study's silo too.</param>
    [AlwaysInterleave]
    [Alias("read-events")]
    Task<StudyEventPage> ReadEventsAsync(long after, TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>A silo says that a job has left it.</summary>
    [AlwaysInterleave]
    [Alias("job-ended")]
    Task JobEndedAsync(JobEnd end);
}
