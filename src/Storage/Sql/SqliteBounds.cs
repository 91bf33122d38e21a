using SQLitePCL;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>What a query may use of SQLite, which has none of these bounds by itself.</summary>
internal static class SqliteBounds
{
    /// <summary>The memory of SQLite's that a query may add, in bytes: values, sorted and temporary rows, the compiled statement.</summary>
    internal const long Memory = 512L << 20;

    // SQLite bounds the memory of a process, not of a connection: one query at a time has the bound.
    private static readonly SemaphoreSlim Turn = new(1, 1);

    internal static QueryException TooLarge() => new(
        $"query has a value of more than {QueryLimits.ValueLength} bytes or needs more than {Memory >> 20} MiB of memory; "
            + "it must be content with less.");

    /// <summary>Numbers of SQLite's that a statement cannot go beyond: no value longer than those that are shown, so that no function works
    /// on more; patterns that cannot be matched against a long text for minutes; no other file and no further thread.</summary>
    internal static void Set(sqlite3 handle)
    {
        foreach (var (limit, value) in new (int, int)[]
        {
            (raw.SQLITE_LIMIT_LENGTH, QueryLimits.ValueLength), (raw.SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
            (raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000), (raw.SQLITE_LIMIT_ATTACHED, 0), (raw.SQLITE_LIMIT_WORKER_THREADS, 0),
        })
        {
            raw.sqlite3_limit(handle, limit, value);
        }
    }

    /// <summary>Holds the bound until it is disposed. A connection of the same process that asks for memory beyond it meanwhile is refused
    /// too.</summary>
    internal static async Task<IDisposable> TakeMemoryAsync(CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken);
        raw.sqlite3_hard_heap_limit64(raw.sqlite3_memory_used() + Memory);
        return new Bound();
    }

    private sealed class Bound : IDisposable
    {
        public void Dispose()
        {
            raw.sqlite3_hard_heap_limit64(0);
            // Lowered by SQLite together with the other.
            raw.sqlite3_soft_heap_limit64(0);
            Turn.Release();
        }
    }
}
