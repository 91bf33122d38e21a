using System.Runtime.ExceptionServices;

namespace Experiments.Numerics;

/// <summary>One running parallel loop of a <see cref="ComputeThreads"/>: pieces are handed out in order, each once.</summary>
internal abstract class PoolLoop
{
    private long _nextItem;
    private int _count;
    private int _grain;
    private ExceptionDispatchInfo? _error;

    /// <summary>Guarded by the pool's gate: the list of loops that helpers may join.</summary>
    public PoolLoop? Next { get; set; }

    /// <summary>Guarded by the pool's gate: whether the loop is on that list.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Written under the pool's gate; a loop is used again only after it has gone back to 0.</summary>
    public int HelpersInside;

    public bool HasPieces => Volatile.Read(ref _nextItem) < _count;

    /// <summary>Does pieces until none is left, or, for a helper, until its core is wanted by a caller.</summary>
    public void Work(ComputeThreads threads, bool asHelper)
    {
        while (!(asHelper && threads.IsCrowded))
        {
            var start = Interlocked.Add(ref _nextItem, _grain) - _grain;
            if (start >= _count)
            {
                return;
            }

            try
            {
                Invoke((int)start, (int)Math.Min(start + _grain, _count));
            }
#pragma warning disable CA1031 // Whatever a body throws belongs to the caller of the loop, and must not end a helper thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(error), null);
                Volatile.Write(ref _nextItem, _count);
            }
        }
    }

    protected void Reset(int count, int grain)
    {
        _count = count;
        _grain = grain;
        Volatile.Write(ref _nextItem, 0);
    }

    protected ExceptionDispatchInfo? TakeError()
    {
        var error = _error;
        _error = null;
        return error;
    }

    protected abstract void Invoke(int start, int end);
}

/// <summary>A loop with its body; each calling thread has one per kind of body, used again for every loop.</summary>
internal sealed class PoolLoop<TBody> : PoolLoop
    where TBody : struct, IRangeBody
{
    [ThreadStatic]
    private static PoolLoop<TBody>? t_loop;

    private TBody _body;

    public static PoolLoop<TBody> ForThisThread => t_loop ??= new PoolLoop<TBody>();

    public void Open(in TBody body, int count, int grain)
    {
        _body = body;
        Reset(count, grain);
    }

    /// <summary>Forgets the body and returns what it threw, if anything.</summary>
    public ExceptionDispatchInfo? Finish()
    {
        _body = default;
        return TakeError();
    }

    protected override void Invoke(int start, int end)
    {
        // A copy: a body that changes its own fields must not see another thread's changes.
        var body = _body;
        body.Invoke(start, end);
    }
}
