namespace Experiments.Pipeline.Cluster;

/// <summary>Signals that somebody gives while somebody else waits.</summary>
internal static class Signals
{
    /// <summary>A signal whose giver does not run what the waiter does next. Where the waiter has a context of its own, it goes on there
    /// anyway, and not by way of the thread pool, of which a virtual clock would not know.</summary>
    internal static TaskCompletionSource New() =>
        new(SynchronizationContext.Current is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
}
