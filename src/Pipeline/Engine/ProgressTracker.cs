using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Engine;

/// <summary>Adds up what the jobs in hand report, and tells it at a modest rate.</summary>
internal sealed class ProgressTracker
{
    private readonly Lock _gate = new();
    private readonly JobServices _services;
    private readonly EngineOptions _options;
    private readonly Dictionary<JobKey, string> _names;
    private readonly Dictionary<JobKey, string> _learned = [];
    private readonly List<RunningEntry> _running = [];
    private readonly RateWindow _images;
    private readonly RemainingTime _remaining;
    private readonly long _started;
    private long _imagesOfEnded;
    private long _gradients;
    private string? _waits;
    private long _imagesWithGradients;

    private ProgressTracker(JobServices services, EngineOptions options, IReadOnlyList<StudyJob> names, RemainingTime remaining)
    {
        _services = services;
        _options = options;
        _names = names.GroupBy(n => n.Job).ToDictionary(g => g.Key, g => JobNames.Describe(g.First()));
        _remaining = remaining;
        _images = new RateWindow(options.RateWindow);
        _started = services.Time.GetTimestamp();
    }

    internal static async Task<ProgressTracker> StartAsync(
        JobServices services, EngineOptions options, string study, IReadOnlyList<StudyJob> names, int workers,
        CancellationToken cancellationToken)
    {
        var open = await services.Ledger.FindOpenAsync(study, cancellationToken);
        var rates = await services.Ledger.MeasureRatesAsync(cancellationToken);
        return new ProgressTracker(services, options, names, new RemainingTime(open, rates, workers));
    }

    /// <summary>A tracker for jobs of any study: it learns their names as they come and estimates nothing.</summary>
    internal static ProgressTracker ForAnyStudy(JobServices services, EngineOptions options) =>
        new(services, options, [], new RemainingTime(new Dictionary<JobKey, JobSize>(), [], 1));

    /// <summary>Learns what a study calls a job in hand; forgotten when it ends.</summary>
    internal void Name(JobKey job, string name)
    {
        lock (_gate)
        {
            _learned[job] = name;
        }
    }

    /// <summary>Learns what studies call jobs in hand; forgotten when they end.</summary>
    internal void Name(IReadOnlyDictionary<JobKey, NamedJob> names)
    {
        lock (_gate)
        {
            foreach (var (job, named) in names)
            {
                _learned[job] = $"{named.Study}: {JobNames.Describe(named.Name)}";
            }
        }
    }

    internal string NameOf(Job job)
    {
        lock (_gate)
        {
            return _names.TryGetValue(job.Key, out var name) || _learned.TryGetValue(job.Key, out name)
                ? name
                : $"{job.Kind} {job.Key.Short}";
        }
    }

    internal void Started(JobInHand hand)
    {
        lock (_gate)
        {
            _running.Add(new RunningEntry(hand.Lease.Job, _services.Time.GetTimestamp(), _services.Time.GetUtcNow()));
        }
    }

    internal void Report(JobInHand hand, JobActivity activity)
    {
        lock (_gate)
        {
            if (_running.Find(r => r.Job.Key == hand.Lease.Job.Key) is { } entry)
            {
                entry.Activity = activity;
            }
        }
    }

    internal void Ended(JobInHand hand)
    {
        lock (_gate)
        {
            if (_running.Find(r => r.Job.Key == hand.Lease.Job.Key) is { } entry)
            {
                _imagesOfEnded += entry.Images;
                _running.Remove(entry);
                _learned.Remove(entry.Job.Key);
            }
        }
    }

    internal void Committed(Job job, JobResult result)
    {
        lock (_gate)
        {
            _remaining.Done(job.Key, result.Duration);
            foreach (var row in result.Rows.OfType<AdversarialExampleRow>().Where(r => r.GradientEvaluations > 0))
            {
                _gradients += row.GradientEvaluations;
                _imagesWithGradients++;
            }
        }
    }

    /// <summary>Tells how far the study is until it is stopped. While the ledger is away it goes on with the last count.</summary>
    internal async Task ReportAsync(string study, IProgress<StudyProgress> progress, CancellationToken stop)
    {
        var counter = new PacedCount(_services, study);
        JobCounts? last = null;
        Task<JobCounts?>? reading = null;
        try
        {
            while (true)
            {
                reading ??= CountAsync(counter, study, stop);
                var pause = Task.Delay(_options.ProgressInterval, _services.Time, stop);
                await Task.WhenAny(reading, last is null ? reading : pause);
                if (reading.IsCompleted)
                {
                    (last, reading) = (await reading ?? last, null);
                }

                if (last is not null)
                {
                    progress.Report(Snapshot(last));
                }

                await pause;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        if (reading is not null)
        {
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Null where the ledger does not answer: progress is a courtesy, and whoever leases and commits reports the fault.</returns>
    private async Task<JobCounts?> CountAsync(PacedCount counter, string study, CancellationToken stop)
    {
        try
        {
            var counts = await counter.ReadAsync(stop);
            _waits = await WaitText.OfAsync(_services, study, counts, stop);
            return counts;
        }
        catch (StorageException)
        {
            return null;
        }
    }

    internal StudyProgress Snapshot(JobCounts counts)
    {
        lock (_gate)
        {
            var (images, gradients) = Rates();
            return new StudyProgress
            {
                Waits = counts.Runnable > 0 ? _waits : null,
                Jobs = counts,
                Running = [.. _running.Select(Line)],
                AttackImagesPerSecond = images,
                GradientEvaluationsPerSecond = gradients,
                Elapsed = _services.Time.GetElapsedTime(_started),
                Remaining = _remaining.Estimate([.. _running.Select(r => (r.Job, _services.Time.GetElapsedTime(r.Started), r.Activity))]),
            };
        }
    }

    /// <summary>What the run says of itself in the database.</summary>
    internal WorkerReport Report(WorkerId worker, int slots)
    {
        lock (_gate)
        {
            var (images, gradients) = Rates();
            return new WorkerReport(
                worker, slots, images, gradients, [.. _running.Select(r => new JobReport(r.Job.Key, r.StartedAt, r.Activity))]);
        }
    }

    private (double Images, double Gradients) Rates()
    {
        _images.Add(_services.Time.GetElapsedTime(_started), _imagesOfEnded + _running.Sum(r => r.Images));
        var rate = _running.Any(r => r.IsAttack) ? _images.PerSecond : 0;
        return (rate, _imagesWithGradients == 0 ? 0 : rate * _gradients / _imagesWithGradients);
    }

    private RunningJob Line(RunningEntry entry) => new(
        NameOf(entry.Job),
        entry.Activity.Done,
        entry.Activity.Total,
        entry.Activity.Unit,
        entry.Activity.Note);

    private sealed class RunningEntry(Job job, long started, DateTimeOffset startedAt)
    {
        internal DateTimeOffset StartedAt { get; } = startedAt;

        internal Job Job { get; } = job;

        internal long Started { get; } = started;

        internal JobActivity Activity { get; set; } = JobActivity.Started;

        internal bool IsAttack => Job.Kind == JobKinds.Craft.Name;

        internal int Images => IsAttack ? Activity.Done : 0;
    }
}
