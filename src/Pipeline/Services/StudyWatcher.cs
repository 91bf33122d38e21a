using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>Follows a study that other processes run, from the database alone: it can be left and joined again at any moment.</summary>
internal sealed class StudyWatcher(JobServices services, EngineOptions options)
{
    /// <summary>Returns when no job of the study can run any more.</summary>
    internal async Task WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        var counter = new PacedCount(services, study);
        var names = (await services.Results.ReadStudyJobsAsync(study, cancellationToken)).GroupBy(n => n.Job).ToDictionary(g => g.Key, g => new NamedJob(study, g.First()));
        int? doneAtStart = null;
        while (true)
        {
            var counts = await counter.ReadAsync(cancellationToken);
            doneAtStart ??= counts.Done;
            var leased = await services.Ledger.ListLeasedAsync(study, cancellationToken);
            var busy = leased.Select(l => l.Worker).ToHashSet();
            var workers = (await services.Ledger.ListWorkersAsync(cancellationToken)).Where(w => busy.Contains(w.Worker)).ToList();
            var elapsed = services.Time.GetElapsedTime(started);
            progress.Report(new StudyProgress
            {
                Jobs = counts,
                Running = [.. leased.Select(l => WorkerReader.Line(l, names.GetValueOrDefault(l.Job), withStudy: false))],
                AttackImagesPerSecond = workers.Sum(w => w.ImagesPerSecond),
                GradientEvaluationsPerSecond = workers.Sum(w => w.GradientEvaluationsPerSecond),
                Elapsed = elapsed,
                Remaining = Remaining(counts, counts.Done - doneAtStart.Value, elapsed),
            });
            if (counts.Finished || counts is { Ready: 0, Leased: 0, Cancelled: > 0 })
            {
                return;
            }

            await Task.Delay(options.WatchInterval, services.Time, cancellationToken);
        }
    }

    /// <summary>As if the open jobs took as long as those that ended while somebody looked.</summary>
    private static TimeSpan? Remaining(JobCounts counts, int ended, TimeSpan elapsed)
    {
        var open = counts.Waiting + counts.Ready + counts.Leased;
        return open == 0 ? TimeSpan.Zero : ended <= 0 ? null : elapsed * ((double)open / ended);
    }
}
