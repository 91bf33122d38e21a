using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>Reads from the database how far a study is, whoever runs it. Safe for any number of threads.</summary>
/// <param name="services">The ledger and the results.</param>
/// <param name="study">The study's name.</param>
/// <param name="freshness">A reading that is not older serves again.</param>
public sealed class StudyObserver(JobServices services, string study, TimeSpan freshness)
{
    private readonly Lock _gate = new();
    private readonly PacedCount _counter = new(services, study);
    private readonly long _started = services.Time.GetTimestamp();
    private Dictionary<JobKey, NamedJob>? _names;
    private int? _doneAtStart;
    private Task<StudyProgress>? _reading;
    private long _readAt;

    /// <summary>The study as it stands; callers at the same time share one reading.</summary>
    public Task<StudyProgress> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_reading is null
                || (_reading.IsCompleted && (!_reading.IsCompletedSuccessfully || services.Time.GetElapsedTime(_readAt) >= freshness)))
            {
                _readAt = services.Time.GetTimestamp();
                _reading = LookAsync(CancellationToken.None);
            }

            return _reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>One reading, for one caller at a time.</summary>
    internal async Task<StudyProgress> LookAsync(CancellationToken cancellationToken)
    {
        _names ??= (await services.Results.ReadStudyJobsAsync(study, cancellationToken)).GroupBy(n => n.Job)
            .ToDictionary(g => g.Key, g => new NamedJob(study, g.First()));
        var leased = await services.Ledger.ListLeasedAsync(study, cancellationToken);

        // Only a study with nothing in hand can be over; then nobody works whom counting could hold up.
        var counts = leased.Count > 0 ? await _counter.ReadAsync(cancellationToken) : await _counter.ReadNowAsync(cancellationToken);
        _doneAtStart ??= counts.Done;
        var busy = leased.Select(l => l.Worker).ToHashSet();
        var workers = (await services.Ledger.ListWorkersAsync(cancellationToken)).Where(w => busy.Contains(w.Worker)).ToList();
        var elapsed = services.Time.GetElapsedTime(_started);
        return new StudyProgress
        {
            Jobs = counts,
            Running = [.. leased.Select(l => WorkerReader.Line(l, _names.GetValueOrDefault(l.Job), withStudy: false))],
            AttackImagesPerSecond = workers.Sum(w => w.ImagesPerSecond),
            GradientEvaluationsPerSecond = workers.Sum(w => w.GradientEvaluationsPerSecond),
            Elapsed = elapsed,
            Remaining = Remaining(counts, counts.Done - _doneAtStart.Value, elapsed),
            Waits = await WaitText.OfAsync(services, study, counts, cancellationToken),
        };
    }

    /// <summary>As if the open jobs took as long as those that ended while somebody looked.</summary>
    private static TimeSpan? Remaining(JobCounts counts, int ended, TimeSpan elapsed)
    {
        var open = counts.Waiting + counts.Ready + counts.Leased;
        return open == 0 ? TimeSpan.Zero : ended <= 0 ? null : elapsed * ((double)open / ended);
    }
}
