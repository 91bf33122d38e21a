namespace Experiments.Pipeline;

/// <summary>One run of one study: claims, jobs in hand, and what becomes of them.</summary>
internal sealed class EngineRun(
    string study, int workers, JobServices services, EngineOptions options, JobRunner runner, ProgressTracker tracker, CancellationToken stop)
{
    private static readonly WorkerId Worker = CurrentWorker();

    private readonly Lock _gate = new();
    private readonly List<JobInHand> _inHand = [];

    /// <summary>Claims and starts jobs until none can run any more.</summary>
    internal async Task DispatchAsync()
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var free = workers - Held().Count;
            var claims = free == 0 ? [] : await TryAsync(() => services.Ledger.ClaimAsync(new ClaimRequest(study, Worker, free, options.Lease), stop));
            foreach (var claim in claims)
            {
                Start(claim);
            }

            if (Held().Count == 0)
            {
                var counts = await TryAsync(() => services.Ledger.CountAsync(study, stop));
                if (counts.Finished || counts is { Ready: 0, Leased: 0, Cancelled: > 0 })
                {
                    return;
                }
            }

            await WaitAsync(pollToo: claims.Count < free);
        }
    }

    /// <summary>Extends the leases in hand until the run stops; a job whose lease is lost is stopped, since somebody else may run it.</summary>
    internal async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Lease / 3, services.Time, stop);
                var held = Held();
                if (held.Count == 0)
                {
                    continue;
                }

                var lost = await TryAsync(() => services.Ledger.RenewAsync([.. held.Select(h => h.Claim)], options.Lease, stop));
                foreach (var hand in held.Where(h => lost.Any(l => l.Job.Key == h.Claim.Job.Key && l.Token == h.Claim.Token)))
                {
                    hand.Abandon();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (StorageException)
        {
            // Permanent for a call that claims and commits make too: they report it.
        }
    }

    /// <summary>Waits for the jobs in hand, which the run's end has stopped, and gives back those that did not finish.</summary>
    internal async Task GiveBackAsync()
    {
        var held = Held();
        await Task.WhenAll(held.Select(h => h.Ended)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var unfinished = held.Where(h => h.GiveBack).Select(h => h.Claim).ToList();
        if (unfinished.Count > 0)
        {
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

    private void Start(Claim claim)
    {
        var hand = new JobInHand(claim, stop);
        lock (_gate)
        {
            _inHand.Add(hand);
        }

        tracker.Started(hand);
        hand.Ended = Task.Run(() => RunJobAsync(hand), CancellationToken.None);
    }

    private async Task RunJobAsync(JobInHand hand)
    {
        try
        {
            var outcome = await runner.RunAsync(hand.Claim.Job, a => tracker.Report(hand, a), hand.Stopped);
            await SettleAsync(hand.Claim, outcome);
            hand.Settled = true;
        }
        catch (OperationCanceledException) when (hand.Stopped.IsCancellationRequested)
        {
        }
        finally
        {
            tracker.Ended(hand);
        }
    }

    private async Task SettleAsync(Claim claim, JobOutcome outcome)
    {
        // A result is worth the moment it takes to write it: the end of the run does not interrupt the call, only the wait for another try.
        var ledger = services.Ledger;
        if (outcome.Result is { } result)
        {
            if (await TryAsync(() => ledger.CommitAsync(claim, result, CancellationToken.None)))
            {
                tracker.Committed(claim.Job, result);
            }
        }
        else if (outcome.DamagedInput is { } damaged)
        {
            await TryAsync(() => ledger.RedoInputsAsync(claim, damaged, CancellationToken.None));
        }
        else
        {
            await TryAsync(() => ledger.FailAsync(claim, outcome.Failure!, CancellationToken.None));
        }
    }

    /// <summary>Returns when a job has ended, or when it is time to look for jobs that others made ready.</summary>
    private async Task WaitAsync(bool pollToo)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var tasks = Held().Select(h => h.Ended).ToList();
        if (pollToo)
        {
            tasks.Add(Task.Delay(options.Poll, services.Time, wake.Token));
        }

        if (tasks.Count > 0)
        {
            await Task.WhenAny(tasks);
        }

        await wake.CancelAsync();
        foreach (var hand in Held().Where(h => h.Ended.IsCompleted))
        {
            if (!hand.GiveBack || hand.Abandoned)
            {
                Drop(hand);
            }

            await hand.Ended;
        }
    }

    /// <summary>Waits out faults that pass, for as long as the run goes on.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StorageException e) when (e.Transient && !stop.IsCancellationRequested)
            {
                await Task.Delay(options.Poll, services.Time, stop);
            }
        }
    }

    private List<JobInHand> Held()
    {
        lock (_gate)
        {
            return [.. _inHand];
        }
    }

    private void Drop(JobInHand hand)
    {
        lock (_gate)
        {
            _inHand.Remove(hand);
        }

        hand.Dispose();
    }

    private static WorkerId CurrentWorker()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new WorkerId(Environment.MachineName, Environment.ProcessId, process.StartTime.ToUniversalTime());
    }
}

/// <summary>A claimed job of this process.</summary>
internal sealed class JobInHand(Claim claim, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _stopped = CancellationTokenSource.CreateLinkedTokenSource(stop);

    internal Claim Claim { get; } = claim;

    /// <summary>Cancelled when the run stops or the lease is lost.</summary>
    internal CancellationToken Stopped => _stopped.Token;

    /// <summary>Ends with the job and everything written.</summary>
    internal Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>What became of the job is written. Giving back one whose answer was lost does no harm: its token is no longer the job's.</summary>
    internal bool Settled { get; set; }

    /// <summary>The lease is lost: the job is somebody else's.</summary>
    internal bool Abandoned { get; private set; }

    /// <summary>The claim still holds and nothing was written.</summary>
    internal bool GiveBack => !Settled && !Abandoned;

    internal void Abandon()
    {
        Abandoned = true;
        _stopped.Cancel();
    }

    public void Dispose() => _stopped.Dispose();
}
