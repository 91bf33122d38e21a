using Experiments.Numerics;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Where the computations of jobs run. Safe for any number of threads.</summary>
public interface IJobCompute
{
    /// <summary>Runs a computation on a thread that may be busy for long.</summary>
    /// <typeparam name="T">What it computes.</typeparam>
    /// <param name="compute">Runs to its end; stops by a token of its own.</param>
    /// <param name="cancellationToken">Ends the wait for a thread.</param>
    Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellationToken);
}

/// <summary>Each computation on a thread of its own.</summary>
internal sealed class ThreadPerComputation(ComputeThreads threads) : IJobCompute
{
    public Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            using var scope = threads.Enter();
            return compute();
        },
        cancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
