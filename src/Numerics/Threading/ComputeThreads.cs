namespace Experiments.Numerics;

/// <summary>
/// The threads that one process computes with, shared by all who compute at the same time. A calling thread always works itself; the pool's
/// helper threads join only while fewer than <see cref="Threads"/> threads compute. So as many long jobs as cores run one thread each, and
/// the last of them gets all cores. Work is split over outputs only, so no result depends on how many threads there are or how the work was
/// cut.
/// </summary>
/// <remarks>Thread-safe. Helpers start with the first loop that can use them, spin for some microseconds between loops, then
/// sleep.</remarks>
public sealed class ComputeThreads : IDisposable
{
    // About 40 microseconds: longer than the serial stretches between the loops of one training step, shorter than a time slice.
    private const int SpinRounds = 400;
    private const int SpinIterations = 3;

    [ThreadStatic]
    private static Occupancy t_occupancy;

    private readonly object _gate = new();
    private Thread[] _helpers = [];
    private PoolLoop? _openLoops;
    private int _openLoopCount;
    private int _busy;
    private bool _disposed;

    /// <param name="threads">The most threads that work at the same time, callers included; it may exceed the number of cores.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one thread.</exception>
    public ComputeThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
    }

    /// <summary>Runs everything on the calling thread. Disposing it does nothing.</summary>
    public static ComputeThreads Single { get; } = new(1);

    /// <summary>The most threads that work at the same time, callers included.</summary>
    public int Threads { get; }

    /// <summary>
    /// Runs items 0 to <paramref name="count"/> - 1 in pieces of <paramref name="grain"/> items (the last may be shorter); returns when all
    /// are done. Inside a body, it runs on the calling thread alone. Allocates nothing once each kind of body has been used on the thread.
    /// </summary>
    /// <remarks>When a body throws, pieces not yet begun are skipped and the first exception recorded is thrown here, after all threads
    /// have left the loop.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or a grain less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The pool has been disposed.</exception>
    public void For<TBody>(int count, int grain, TBody body)
        where TBody : struct, IRangeBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (count == 0)
        {
            return;
        }

        if (Threads == 1 || count <= grain || t_occupancy.InLoop)
        {
            body.Invoke(0, count);
        }
        else
        {
            Share(count, grain, body);
        }
    }

    /// <summary>Counts the calling thread as computing until the scope is disposed, so that helpers leave its core alone between its loops.
    /// For a worker thread around each job. Scopes may nest; none blocks.</summary>
    public Scope Enter()
    {
        Occupy();
        return new Scope(this);
    }

    /// <summary>Stops the helper threads, after the loops in hand; must not be called from a body.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(this, Single))
        {
            return;
        }

        Thread[] helpers;
        lock (_gate)
        {
            Volatile.Write(ref _disposed, true);
            helpers = _helpers;
            _helpers = [];
            Monitor.PulseAll(_gate);
        }

        foreach (var helper in helpers)
        {
            helper.Join();
        }
    }

    private void Share<TBody>(int count, int grain, TBody body)
        where TBody : struct, IRangeBody
    {
        var loop = PoolLoop<TBody>.ForThisThread;
        loop.Open(body, count, grain);
        Occupy();
        t_occupancy.InLoop = true;
        try
        {
            var offered = Offer(loop);
            loop.Work(this, asHelper: false);
            if (offered)
            {
                Close(loop);
            }
        }
        finally
        {
            t_occupancy.InLoop = false;
            Vacate();
        }

        loop.Finish()?.Throw();
    }

    private void Occupy()
    {
        // A thread may compute on several pools in turn, but its core is taken once: the outermost scope counts.
        if (t_occupancy.Depth++ == 0)
        {
            t_occupancy.Threads = this;
            Interlocked.Increment(ref _busy);
        }
    }

    private static void Vacate()
    {
        if (--t_occupancy.Depth == 0)
        {
            var threads = t_occupancy.Threads!;
            t_occupancy.Threads = null;
            Interlocked.Decrement(ref threads._busy);
        }
    }

    /// <summary>Lets helpers join the loop, if one could: false when every thread is busy already.</summary>
    private bool Offer(PoolLoop loop)
    {
        if (Volatile.Read(ref _busy) >= Threads)
        {
            return false;
        }

        lock (_gate)
        {
            if (_helpers.Length == 0 && !_disposed)
            {
                StartHelpers();
            }

            loop.Next = _openLoops;
            loop.IsOpen = true;
            _openLoops = loop;
            Volatile.Write(ref _openLoopCount, _openLoopCount + 1);
            Monitor.PulseAll(_gate);
        }

        return true;
    }

    private void StartHelpers()
    {
        _helpers = new Thread[Threads - 1];
        for (var i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = $"compute {i + 1}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Takes the loop off the list and waits until no helper is in it.</summary>
    private void Close(PoolLoop loop)
    {
        lock (_gate)
        {
            Unlink(loop);
        }

        for (var round = 0; round < SpinRounds && Volatile.Read(ref loop.HelpersInside) > 0; round++)
        {
            Thread.SpinWait(SpinIterations);
        }

        if (Volatile.Read(ref loop.HelpersInside) == 0)
        {
            return;
        }

        lock (_gate)
        {
            while (loop.HelpersInside > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void Unlink(PoolLoop loop)
    {
        if (!loop.IsOpen)
        {
            return;
        }

        loop.IsOpen = false;
        Volatile.Write(ref _openLoopCount, _openLoopCount - 1);
        if (ReferenceEquals(_openLoops, loop))
        {
            _openLoops = loop.Next;
        }
        else
        {
            var before = _openLoops!;
            while (!ReferenceEquals(before.Next, loop))
            {
                before = before.Next!;
            }
            before.Next = loop.Next;
        }

        loop.Next = null;
    }

    private void Help()
    {
        // A helper's core is counted while it is in a loop; a scope entered by a body must not count it twice.
        t_occupancy.Depth = 1;
        t_occupancy.InLoop = true;
        while (!Volatile.Read(ref _disposed))
        {
            var loop = Join();
            if (loop is null)
            {
                AwaitWork();
                continue;
            }

            loop.Work(this, asHelper: true);
            Leave(loop);
        }
    }

    private bool HelpIsWanted => Volatile.Read(ref _openLoopCount) > 0 && Volatile.Read(ref _busy) < Threads;

    /// <summary>True when more threads compute than the pool has: a helper then leaves the loop it is in.</summary>
    internal bool IsCrowded => Volatile.Read(ref _busy) > Threads;

    private PoolLoop? Join()
    {
        if (!HelpIsWanted)
        {
            return null;
        }

        lock (_gate)
        {
            if (!HelpIsWanted)
            {
                return null;
            }

            var loop = _openLoops!;
            loop.HelpersInside++;
            Interlocked.Increment(ref _busy);
            return loop;
        }
    }

    private void Leave(PoolLoop loop)
    {
        lock (_gate)
        {
            Interlocked.Decrement(ref _busy);
            if (!loop.HasPieces)
            {
                Unlink(loop);
            }

            Volatile.Write(ref loop.HelpersInside, loop.HelpersInside - 1);
            if (loop.HelpersInside == 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void AwaitWork()
    {
        for (var round = 0; round < SpinRounds && Volatile.Read(ref _busy) < Threads; round++)
        {
            if (HelpIsWanted || Volatile.Read(ref _disposed))
            {
                return;
            }
            Thread.SpinWait(SpinIterations);
        }

        lock (_gate)
        {
            while (!HelpIsWanted && !_disposed)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>A thread's time of computing; ends with <see cref="Dispose"/>, on the same thread.</summary>
    public ref struct Scope
    {
        private ComputeThreads? _threads;

        internal Scope(ComputeThreads threads) => _threads = threads;

        /// <summary>Ends the scope; a second call does nothing.</summary>
        public void Dispose()
        {
            if (_threads is null)
            {
                return;
            }
            _threads = null;
            Vacate();
        }
    }

    /// <summary>What the current thread occupies.</summary>
    private struct Occupancy
    {
        public ComputeThreads? Threads;
        public int Depth;
        public bool InLoop;
    }
}
