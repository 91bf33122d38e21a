using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>
/// Runs a study's jobs in this process, several at a time on one <see cref="JobServices.Pool"/>. Decides where and when a job runs, never what it
/// computes. Killed at any moment, it loses the jobs in hand and nothing else: everything finished is in the ledger.
/// </summary>
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
    /// <exception cref="OperationCanceledException">Cancelled; every claim was given back.</exception>
    public async Task RunAsync(
        string study, IReadOnlyList<StudyJob> names, int workers, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tracker = await ProgressTracker.StartAsync(services, _options, names, workers, cancellationToken);
        var run = new EngineRun(study, workers, services, _options, _runner, tracker, stop.Token);
        var background = Task.WhenAll(run.RenewAsync(), tracker.ReportAsync(study, progress, stop.Token));
        try
        {
            await run.DispatchAsync();
        }
        finally
        {
            await stop.CancelAsync();
            await run.GiveBackAsync();
            await background;
        }

        progress.Report(tracker.Snapshot(await services.Ledger.CountAsync(study, cancellationToken)));
    }
}
