using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Engine;

/// <summary>Runs jobs in this process, several at a time on one <see cref="JobServices.Threads"/>. Decides where and when a job runs, never
/// what it computes. Killed at any moment, it loses the jobs in hand and nothing else: everything finished is in the ledger.</summary>
public sealed class InProcessEngine(JobServices services, EngineOptions? options = null)
{
    private readonly EngineOptions _options = options ?? new EngineOptions();
    private readonly JobRunner _runner = new(services);

    /// <summary>Runs until no job of the study can run any more, whoever else works on it too.</summary>
    /// <param name="study">The study's name; it has been submitted.</param>
    /// <param name="names">What the study calls its jobs.</param>
    /// <param name="workers">Jobs at the same time, at least 1.</param>
    /// <param name="progress">Told at a modest rate, and once at the end.</param>
    /// <param name="cancellationToken">Stops the jobs in hand and gives them back.</param>
    /// <exception cref="StorageException">The ledger cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; every lease was given back.</exception>
    public async Task RunAsync(
        string study, IReadOnlyList<StudyJob> names, int workers, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tracker = await ProgressTracker.StartAsync(services, _options, study, names, workers, cancellationToken);
        var run = new EngineRun(study, workers, services, _options, _runner, tracker, stop.Token);
        await RunAsync(run, untilIdle: true, tracker.ReportAsync(study, progress, stop.Token), stop);
        progress.Report(tracker.Snapshot(await services.Ledger.CountAsync(study, cancellationToken)));
    }

    /// <summary>Runs jobs of every study of the database, as a worker among others.</summary>
    /// <param name="slots">Jobs at the same time, at least 1.</param>
    /// <param name="untilIdle">Ends when no job of the database can run any more; otherwise only a stop ends it.</param>
    /// <param name="lease">How long leases hold without renewal; null for <see cref="EngineOptions.Lease"/>.</param>
    /// <param name="cancellationToken">Stops the jobs in hand, gives them back and returns.</param>
    /// <exception cref="StorageException">The ledger cannot be used.</exception>
    public async Task<WorkSummary> WorkAsync(int slots, bool untilIdle, TimeSpan? lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = lease is { } time ? _options with { Lease = time } : _options;
        var before = await services.Ledger.CountAsync(null, cancellationToken);
        var tracker = ProgressTracker.ForAnyStudy(services, options);
        var run = new EngineRun(null, slots, services, options, _runner, tracker, stop.Token);
        try
        {
            await RunAsync(run, untilIdle, Task.CompletedTask, stop);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A worker is asked to stop sooner or later.
        }

        // One question more after the stop; it is worth its answer.
        var after = await services.Ledger.CountAsync(null, CancellationToken.None);
        return new WorkSummary(run.Jobs.Done, Math.Max(0, after.Failed - before.Failed), run.Jobs.GivenBack);
    }

    private static async Task RunAsync(EngineRun run, bool untilIdle, Task reporting, CancellationTokenSource stop)
    {
        var background = Task.WhenAll(run.Jobs.RenewAsync(), run.Jobs.ReportAsync(run.Slots), reporting);
        try
        {
            await run.DispatchAsync(untilIdle);
        }
        finally
        {
            await stop.CancelAsync();
            await run.Jobs.GiveBackAsync();
            await background;
        }
    }
}
