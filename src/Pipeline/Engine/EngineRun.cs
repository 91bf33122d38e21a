using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Engine;

/// <summary>One run: leases, jobs in hand, and what becomes of them.</summary>
/// <param name="study">Runs this study's jobs only; null for those of all studies.</param>
/// <param name="slots">Jobs at the same time.</param>
/// <param name="services">What the jobs share.</param>
/// <param name="options">Leases and polls.</param>
/// <param name="runner">Runs one job.</param>
/// <param name="tracker">Told what happens.</param>
/// <param name="stop">Ends the run.</param>
internal sealed partial class EngineRun(
    string? study, int slots, JobServices services, EngineOptions options, JobRunner runner, ProgressTracker tracker,
    CancellationToken stop)
{
    private static readonly WorkerId Worker = JobsInHand.CurrentWorker();

    private readonly StorageCalls _storage = new(services, options, stop);

    private readonly JobAbilities _abilities = new(services.Backends.Devices, [.. JobKinds.All.Select(k => (k.Name, k.Version))]);

    private readonly ILogger _log = services.Logging.CreateLogger<EngineRun>();

    private HashSet<string> _waits = [];

    private int _tooLarge;

    /// <summary>What this run has leased.</summary>
    internal JobsInHand Jobs { get; } = new(Worker, services, options, tracker, stop);

    /// <summary>Jobs at the same time.</summary>
    internal int Slots => slots;

    /// <summary>Leases and starts jobs.</summary>
    /// <param name="untilIdle">Returns when none can run any more; otherwise only a stop ends it.</param>
    internal async Task DispatchAsync(bool untilIdle)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var free = slots - Jobs.Held().Count;
            var leases = free == 0 ? [] : await LeaseAsync(free);
            foreach (var lease in leases)
            {
                Jobs.Start(lease, runner);
            }

            if (study is null && leases.Count > 0)
            {
                await NameAsync(leases);
            }

            if (study is null && leases.Count < free)
            {
                await SayWaitsAsync();
            }

            if (Jobs.Held().Count == 0)
            {
                var tooLarge = study is null ? await CountTooLargeAsync() : 0;
                if (untilIdle && IsOver(await _storage.TryAsync(() => services.Ledger.CountAsync(study, stop)), tooLarge))
                {
                    return;
                }
            }

            await WaitAsync(pollToo: leases.Count < free);
        }
    }

    /// <summary>No job can run any more. Jobs behind a failed one wait for ever, those of a kind that is not known here too, and those that
    /// are too large wait for another worker.</summary>
    private bool IsOver(JobCounts counts, int tooLarge) => study is null
        ? counts.Leased == 0 && counts.Runnable <= tooLarge
        : counts.Over;

    /// <summary>Places are left: says which quotas keep jobs from them, each once.</summary>
    private async Task SayWaitsAsync()
    {
        var quotas = await _storage.TryAsync(() => services.Ledger.ListQuotasAsync(stop));
        var waits = quotas.Select(quota => quota.Waits).OfType<string>().ToHashSet();
        if (waits.IsSubsetOf(_waits))
        {
            _waits = waits;
        }
        else if ((await _storage.TryAsync(() => services.Ledger.CountAsync(null, stop))).Runnable > 0)
        {
            foreach (var text in waits.Except(_waits))
            {
                QuotaUsedUp(text);
            }

            _waits = waits;
        }
    }

    /// <summary>Ready jobs that need more memory than this process may take; says so when there are more than before.</summary>
    private async Task<int> CountTooLargeAsync()
    {
        var (jobs, least) = await _storage.TryAsync(() => services.Ledger.FindTooLargeAsync(services.MemoryBytes, stop));
        if (jobs > _tooLarge)
        {
            JobsTooLarge(jobs, MemoryText.Of(least), MemoryText.Of(services.MemoryBytes));
        }

        return _tooLarge = jobs;
    }

    /// <summary>Leases jobs that fit the memory which those in hand leave. Each does so alone: the most urgent one runs, and what does not
    /// fit beside it is given back untried.</summary>
    private async Task<IReadOnlyList<JobLease>> LeaseAsync(int count)
    {
        var left = MemoryLeft();
        var request = Request(count, left);
        var leases =
            await _storage.TryAsync(() => EngineTelemetry.LeaseAsync(services.Time, () => services.Ledger.LeaseAsync(request, stop)));
        List<JobLease> fitting = [], others = [];
        foreach (var lease in leases)
        {
            var fits = lease.MemoryBytes <= left;
            left -= fits ? lease.MemoryBytes : 0;
            (fits ? fitting : others).Add(lease);
        }

        if (others.Count > 0)
        {
            await _storage.TryAsync(async () =>
            {
                await services.Ledger.ReleaseAsync(others, stop);
                return others.Count;
            });
        }

        return fitting;
    }

    private long MemoryLeft() => Math.Max(0, services.MemoryBytes - Jobs.Held().Sum(held => held.Lease.MemoryBytes));

    private LeaseRequest Request(int count, long memory) =>
        new(study, Worker, count, options.Lease) { Abilities = _abilities with { MemoryBytes = memory } };

    private async Task NameAsync(IReadOnlyList<JobLease> leases) =>
        tracker.Name(await _storage.TryAsync(() => services.Results.FindNamesAsync([.. leases.Select(c => c.Job.Key)], stop)));

    /// <summary>Returns when a job has ended, or when it is time to look for jobs that others made ready.</summary>
    private async Task WaitAsync(bool pollToo)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = pollToo ? NewWorkAsync(wake.Token) : Task.CompletedTask;
        List<Task> tasks = [.. Jobs.Held().Select(h => h.Ended)];
        if (pollToo)
        {
            tasks.Add(work);
        }

        if (tasks.Count > 0)
        {
            await Task.WhenAny(tasks);
        }

        await wake.CancelAsync();
        await work;
        await Jobs.CollectAsync();
    }

    /// <summary>Returns when a job is ready, after the poll's time, or when it is no longer waited for.</summary>
    private async Task NewWorkAsync(CancellationToken wake)
    {
        try
        {
            await services.Ledger.WaitForJobsAsync(Request(count: 1, MemoryLeft()), options.Poll, wake);
        }
        catch (OperationCanceledException) when (wake.IsCancellationRequested)
        {
        }
        catch (StorageException)
        {
            // The next lease meets the same fault and deals with it; not at once, though.
            await Task.Delay(options.Poll, services.Time, wake).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
