namespace Experiments.Pipeline;

/// <summary>A claimed job of this process.</summary>
internal sealed class JobInHand(Claim claim, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _stopped = CancellationTokenSource.CreateLinkedTokenSource(stop);

    internal Claim Claim { get; } = claim;

    /// <summary>Cancelled when the run stops or the lease is lost.</summary>
    internal CancellationToken Stopped => _stopped.Token;

    /// <summary>Ends with the job and everything written.</summary>
    internal Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>
    /// What became of the job, once it is written; null before. Giving back one whose answer was lost does no harm: its token is no longer the job's.
    /// </summary>
    internal JobEndKind? Outcome { get; set; }

    /// <summary>The lease is lost: the job is somebody else's.</summary>
    internal bool Abandoned { get; private set; }

    /// <summary>The claim still holds and nothing was written.</summary>
    internal bool GiveBack => Outcome is null && !Abandoned;

    internal void Abandon()
    {
        Abandoned = true;
        _stopped.Cancel();
    }

    public void Dispose() => _stopped.Dispose();
}
