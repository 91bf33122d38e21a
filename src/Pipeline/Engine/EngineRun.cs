using Experiments.Contracts;
using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline;

/// <summary>One run: claims, jobs in hand, and what becomes of them.</summary>
/// <param name="study">Runs this study's jobs only; null for those of all studies.</param>
/// <param name="slots">Jobs at the same time.</param>
/// <param name="services">What the jobs share.</param>
/// <param name="options">Leases and polls.</param>
/// <param name="runner">Runs one job.</param>
/// <param name="tracker">Told what happens.</param>
/// <param name="stop">Ends the run.</param>
internal sealed partial class EngineRun(
    string? study, int slots, JobServices services, EngineOptions options, JobRunner runner, ProgressTracker tracker, CancellationToken stop)
{
    private static readonly WorkerId Worker = CurrentWorker();

    private readonly ILogger _log = services.Logging.CreateLogger<EngineRun>();
    private readonly Lock _gate = new();
    private readonly List<JobInHand> _inHand = [];
    private int _done;
    private int _away;

    /// <summary>Jobs that this run has finished.</summary>
    internal int Done => _done;

    /// <summary>Jobs that were in hand when the run was stopped.</summary>
    internal int GivenBack { get; private set; }

    /// <summary>Claims and starts jobs.</summary>
    /// <param name="untilIdle">Returns when none can run any more; otherwise only a stop ends it.</param>
    internal async Task DispatchAsync(bool untilIdle)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var free = slots - Held().Count;
            var claims = free == 0 ? [] : await TryAsync(() => services.Ledger.ClaimAsync(new ClaimRequest(study, Worker, free, options.Lease), stop));
            foreach (var claim in claims)
            {
                Start(claim);
            }

            if (study is null && claims.Count > 0)
            {
                await NameAsync(claims);
            }

            if (untilIdle && Held().Count == 0 && IsOver(await TryAsync(() => services.Ledger.CountAsync(study, stop))))
            {
                return;
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
                    LeaseLost(tracker.NameOf(hand.Claim.Job), hand.Claim.Job.Key.Short);
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

    /// <summary>Says in the database what this run does, until it stops: for people who watch from elsewhere.</summary>
    internal async Task ReportAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.ReportInterval, services.Time, stop);
                await TellAsync(tracker.Report(Worker, slots), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await TellAsync(new WorkerReport(Worker, 0, 0, 0, []), CancellationToken.None);
        }
    }

    /// <summary>Waits for the jobs in hand, which the run's end has stopped, and gives back those that did not finish.</summary>
    internal async Task GiveBackAsync()
    {
        var held = Held();
        await Task.WhenAll(held.Select(h => h.Ended)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var unfinished = held.Where(h => h.GiveBack).Select(h => h.Claim).ToList();
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

    /// <summary>No job can run any more. Jobs behind a failed one wait for ever.</summary>
    private bool IsOver(JobCounts counts) => study is null
        ? counts is { Ready: 0, Leased: 0 }
        : counts.Finished || counts is { Ready: 0, Leased: 0, Cancelled: > 0 };

    private async Task TellAsync(WorkerReport report, CancellationToken cancellationToken)
    {
        try
        {
            await services.Ledger.ReportAsync(report, cancellationToken);
        }
        catch (StorageException)
        {
            // A courtesy; whoever claims and commits reports the fault.
        }
    }

    private async Task NameAsync(IReadOnlyList<Claim> claims) =>
        tracker.Name(await TryAsync(() => services.Results.FindNamesAsync([.. claims.Select(c => c.Job.Key)], stop)));

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
                Interlocked.Increment(ref _done);
                var (name, seconds) = (tracker.NameOf(claim.Job), Math.Round(result.Duration.TotalSeconds, 3));
                JobDone(name, claim.Job.Key.Short, seconds);
            }
            else
            {
                CommitRefused(tracker.NameOf(claim.Job), claim.Job.Key.Short);
            }
        }
        else if (outcome.DamagedInput is { } damaged)
        {
            InputDamaged(tracker.NameOf(claim.Job), claim.Job.Key.Short, damaged.Value);
            await TryAsync(() => ledger.RedoInputsAsync(claim, damaged, CancellationToken.None));
        }
        else
        {
            var failure = outcome.Failure!;
            JobFailed(tracker.NameOf(claim.Job), claim.Job.Key.Short, claim.Attempt, failure.Transient, failure.Error);
            await TryAsync(() => ledger.FailAsync(claim, failure, CancellationToken.None));
        }
    }

    /// <summary>Returns when a job has ended, or when it is time to look for jobs that others made ready.</summary>
    private async Task WaitAsync(bool pollToo)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = pollToo ? NewWorkAsync(wake.Token) : Task.CompletedTask;
        List<Task> tasks = [.. Held().Select(h => h.Ended)];
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
        foreach (var hand in Held().Where(h => h.Ended.IsCompleted))
        {
            if (!hand.GiveBack || hand.Abandoned)
            {
                Drop(hand);
            }

            await hand.Ended;
        }
    }

    /// <summary>Returns when a job is ready, after the poll's time, or when it is no longer waited for.</summary>
    private async Task NewWorkAsync(CancellationToken wake)
    {
        try
        {
            await services.Ledger.WaitForWorkAsync(study, options.Poll, wake);
        }
        catch (OperationCanceledException) when (wake.IsCancellationRequested)
        {
        }
        catch (StorageException)
        {
            // The next claim meets the same fault and deals with it; not at once, though.
            await Task.Delay(options.Poll, services.Time, wake).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Waits out faults that pass, for as long as the run goes on.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                var answer = await call();
                if (Interlocked.Exchange(ref _away, 0) == 1)
                {
                    StorageBack();
                }

                return answer;
            }
            catch (StorageException e) when (e.Transient && !stop.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref _away, 1) == 0)
                {
                    StorageAway(e.Message);
                }

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
