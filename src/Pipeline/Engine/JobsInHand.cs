using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Engine;

/// <summary>The leased jobs that this process runs, and what becomes of them, whichever way they were leased: leases are renewed, results
/// committed, failures recorded, and what did not finish is given back.</summary>
/// <param name="worker">In whose name the jobs are leased.</param>
/// <param name="services">What the jobs share.</param>
/// <param name="options">Leases and polls.</param>
/// <param name="tracker">Told what happens.</param>
/// <param name="stop">Ends all jobs.</param>
/// <param name="places">Jobs that a device takes at once.</param>
internal sealed partial class JobsInHand(
    WorkerId worker, JobServices services, EngineOptions options, ProgressTracker tracker, CancellationToken stop,
    int places = DeviceWishes.UsualPlaces)
{
    private readonly StorageCalls _storage = new(services, options, stop);
    private readonly ILogger _log = services.Logging.CreateLogger<JobsInHand>();
    private readonly Lock _gate = new();
    private readonly List<JobInHand> _inHand = [];
    private JobCounts? _told;
    private int _done;

    /// <summary>Jobs that were finished here.</summary>
    internal int Done => _done;

    /// <summary>Jobs that were in hand when they were stopped.</summary>
    internal int GivenBack { get; private set; }

    /// <summary>This process as a worker.</summary>
    internal static WorkerId CurrentWorker()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new WorkerId(Environment.MachineName, Environment.ProcessId, process.StartTime.ToUniversalTime());
    }

    /// <summary>Runs a leased job; returns at once.</summary>
    internal JobInHand Start(JobLease lease, JobRunner runner)
    {
        var hand = new JobInHand(lease, stop);
        lock (_gate)
        {
            _inHand.Add(hand);
        }

        tracker.Started(hand);
        hand.Ended = Task.Run(() => RunJobAsync(hand, runner), CancellationToken.None);
        return hand;
    }

    /// <summary>Extends the leases in hand until the run stops; a job whose lease is lost is stopped, since somebody else may run
    /// it.</summary>
    internal async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Lease / 3, services.Time, stop);
                var held = Held().Where(h => h.GiveBack).ToList();
                if (held.Count == 0)
                {
                    continue;
                }

                var lost = await _storage.TryAsync(() => services.Ledger.RenewAsync([.. held.Select(h => h.Lease)], options.Lease, stop));
                foreach (var hand in held.Where(h => lost.Any(l => l.Job.Key == h.Lease.Job.Key && l.Token == h.Lease.Token)))
                {
                    if (hand.AbandonUnlessSettling())
                    {
                        LeaseLost(tracker.NameOf(hand.Lease.Job), hand.Lease.Job.Key.Short);
                        EngineTelemetry.LeaseLost("renewal");
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (StorageException)
        {
            // Permanent for a call that leases and commits make too: they report it.
        }
    }

    /// <summary>Says in the database what this run does, until it stops: for people who watch from elsewhere.</summary>
    internal async Task ReportAsync(int slots)
    {
        var counter = new PacedCount(services, study: null);
        try
        {
            while (true)
            {
                await Task.Delay(options.ReportInterval, services.Time, stop);
                await TellAsync(tracker.Report(worker, slots), counter, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await TellAsync(new WorkerReport(worker, 0, 0, 0, []), new PacedCount(services, study: null), CancellationToken.None);
        }
    }

    /// <summary>Forgets jobs that have ended; throws what ended one of them, if its own failure was not it.</summary>
    internal async Task CollectAsync()
    {
        foreach (var hand in Held().Where(h => h.Ended.IsCompleted))
        {
            if (!hand.GiveBack || hand.Abandoned)
            {
                Drop(hand);
            }

            await hand.Ended;
        }
    }

    /// <summary>Waits for the jobs in hand, which the run's end has stopped, and gives back those that did not finish.</summary>
    internal async Task GiveBackAsync()
    {
        var held = Held();
        await Task.WhenAll(held.Select(h => h.Ended)).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var unfinished = held.Where(h => h.GiveBack).Select(h => h.Lease).ToList();
        GivenBack = unfinished.Count;
        if (unfinished.Count > 0)
        {
            JobsGivenBack(unfinished.Count);
            try
            {
                await services.Ledger.ReleaseAsync(unfinished, CancellationToken.None);
            }
            catch (StorageException)
            {
                // Without this courtesy the jobs come back when their leases end.
            }
        }

        foreach (var hand in held)
        {
            Drop(hand);
        }
    }

    internal List<JobInHand> Held()
    {
        lock (_gate)
        {
            return [.. _inHand];
        }
    }

    private async Task TellAsync(WorkerReport report, PacedCount counter, CancellationToken cancellationToken)
    {
        EngineTelemetry.Report(report);
        try
        {
            await services.Ledger.ReportAsync(report, cancellationToken);
            if (EngineTelemetry.WantsJobs)
            {
                var counts = await counter.ReadAsync(cancellationToken);
                EngineTelemetry.Report(counts);
                if (!ReferenceEquals(counts, _told))
                {
                    // As seldom as jobs are counted.
                    _told = counts;
                    EngineTelemetry.Report(DeviceWishes.Of(await services.Ledger.CountByDeviceAsync(cancellationToken), places));
                }
            }
        }
        catch (StorageException)
        {
            // A courtesy; whoever leases and commits reports the fault.
        }
    }

    private async Task RunJobAsync(JobInHand hand, JobRunner runner)
    {
        using var span = EngineTelemetry.StartJob(hand.Lease);
        var started = services.Time.GetTimestamp();
        JobOutcome? outcome = null;
        try
        {
            outcome = await runner.RunAsync(hand.Lease.Job, a => tracker.Report(hand, a), hand.Stopped);
            hand.Settle();
            hand.Outcome = await SettleAsync(hand.Lease, outcome);
        }
        catch (OperationCanceledException) when (hand.Stopped.IsCancellationRequested)
        {
        }
        finally
        {
            EngineTelemetry.EndJob(span, hand.Lease, outcome, services.Time.GetElapsedTime(started));
            tracker.Ended(hand);
        }
    }

    private async Task<JobEndKind> SettleAsync(JobLease lease, JobOutcome outcome)
    {
        var name = tracker.NameOf(lease.Job);
        if (outcome.Result is { } result)
        {
            return await CommitAsync(lease, result, name);
        }

        if (outcome.DamagedInput is { } damaged)
        {
            InputDamaged(name, lease.Job.Key.Short, damaged.Value);
            await _storage.TryAsync(() => services.Ledger.RedoInputsAsync(lease, damaged, CancellationToken.None));
            return JobEndKind.InputDamaged;
        }

        return await FailAsync(lease, outcome.Failure!, name);
    }

    private async Task<JobEndKind> CommitAsync(JobLease lease, JobResult result, string name)
    {
        try
        {
            // A result is worth the moment it takes to write it: the end of the run does not interrupt the call, only the wait for another
            // try.
            if (!await _storage.TryAsync(
                () => EngineTelemetry.CommitAsync(services.Time, () => services.Ledger.CommitAsync(lease, result, CancellationToken.None))))
            {
                CommitRefused(name, lease.Job.Key.Short);
                EngineTelemetry.LeaseLost("commit");
                return JobEndKind.Lost;
            }
        }
        catch (StorageException refused) when (refused.RefusesRows)
        {
            // The same job makes the same rows, here and elsewhere.
            return await FailAsync(lease, JobFailure.Permanent(refused.Message), name);
        }

        tracker.Committed(lease.Job, result);
        EngineTelemetry.Committed(result);
        Interlocked.Increment(ref _done);
        var seconds = Math.Round(result.Duration.TotalSeconds, 3);
        JobDone(name, lease.Job.Key.Short, seconds);
        return JobEndKind.Done;
    }

    private async Task<JobEndKind> FailAsync(JobLease lease, JobFailure failure, string name)
    {
        JobFailed(name, lease.Job.Key.Short, lease.Attempt, failure.Transient ? "another can help" : "no other can help", failure.Error);
        await _storage.TryAsync(() => services.Ledger.FailAsync(lease, failure, CancellationToken.None));
        return JobEndKind.Failed;
    }

    /// <summary>Forgets a job: its lease is not renewed any more.</summary>
    internal void Drop(JobInHand hand)
    {
        lock (_gate)
        {
            _inHand.Remove(hand);
        }

        hand.Dispose();
    }
}
