using Experiments.Ports;

namespace Experiments.Pipeline.Engine;

/// <summary>A leased job of this process.</summary>
internal sealed class JobInHand(JobLease lease, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _stopped = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly Lock _gate = new();
    private bool _settling;
    private bool _disposed;

    internal JobLease Lease { get; } = lease;

    /// <summary>Cancelled when the run stops or the lease is lost.</summary>
    internal CancellationToken Stopped => _stopped.Token;

    /// <summary>Ends with the job and everything written.</summary>
    internal Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>What became of the job, once it is written; null before. Giving back one whose answer was lost does no harm: its token is
    /// no longer the job's.</summary>
    internal JobEndKind? Outcome { get; set; }

    /// <summary>The lease is lost: the job is somebody else's.</summary>
    internal bool Abandoned { get; private set; }

    /// <summary>The lease still holds and nothing was written.</summary>
    internal bool GiveBack => Outcome is null && !Abandoned;

    /// <summary>The job has ended and what became of it is about to be written. A renewal that does not find the lease any more may have
    /// been overtaken by that very write, so from here on only the write's own answer says whether the lease was lost.</summary>
    internal void Settle()
    {
        lock (_gate)
        {
            _settling = true;
        }
    }

    /// <summary>Stops the job unless it is being written; see <see cref="Settle"/>.</summary>
    /// <returns>False when there was nothing to stop any more.</returns>
    internal bool AbandonUnlessSettling()
    {
        lock (_gate)
        {
            return !_settling && Stop();
        }
    }

    internal void Abandon()
    {
        lock (_gate)
        {
            Stop();
        }
    }

    private bool Stop()
    {
        if (_disposed)
        {
            return false;
        }

        Abandoned = true;
        _stopped.Cancel();
        return true;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _stopped.Dispose();
        }
    }
}
