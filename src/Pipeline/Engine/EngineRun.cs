using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Engine;

/// <summary>One run: leases, jobs in hand, and what becomes of them.</summary>
/// <param name="study">Runs this study's jobs only; null for those of all studies.</param>
/// <param name="slots">Jobs at the same time.</param>
/// <param name="services">What the jobs share.</param>
/// <param name="options">Leases and polls.</param>
/// <param name="runner">Runs one job.</param>
/// <param name="tracker">Told what happens.</param>
/// <param name="stop">Ends the run.</param>
internal sealed class EngineRun(
    string? study, int slots, JobServices services, EngineOptions options, JobRunner runner, ProgressTracker tracker,
    CancellationToken stop)
{
    private static readonly WorkerId Worker = JobsInHand.CurrentWorker();

    private readonly StorageCalls _storage = new(services, options, stop);

    private readonly JobAbilities _abilities = new(services.Backends.Devices, [.. JobKinds.All.Select(k => (k.Name, k.Version))]);

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
            var leases = free == 0 ? [] : await _storage.TryAsync(() => LeaseAsync(free));
            foreach (var lease in leases)
            {
                Jobs.Start(lease, runner);
            }

            if (study is null && leases.Count > 0)
            {
                await NameAsync(leases);
            }

            if (untilIdle && Jobs.Held().Count == 0 && IsOver(await _storage.TryAsync(() => services.Ledger.CountAsync(study, stop))))
            {
                return;
            }

            await WaitAsync(pollToo: leases.Count < free);
        }
    }

    /// <summary>No job can run any more. Jobs behind a failed one wait for ever, and so do those of a kind that is not known
    /// here.</summary>
    private bool IsOver(JobCounts counts) => study is null
        ? counts is { Runnable: 0, Leased: 0 }
        : counts.Over;

    private Task<IReadOnlyList<JobLease>> LeaseAsync(int count) =>
        EngineTelemetry.LeaseAsync(
            services.Time,
            () => services.Ledger.LeaseAsync(new LeaseRequest(study, Worker, count, options.Lease) { Abilities = _abilities }, stop));

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
            await services.Ledger.WaitForWorkAsync(study, _abilities, options.Poll, wake);
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
