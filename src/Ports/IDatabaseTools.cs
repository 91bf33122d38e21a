using System.Buffers;
using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>What people do with a database beside running studies.</summary>
public interface IDatabaseTools
{
    /// <summary>Runs one statement that only reads, and hands its rows over as they come.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="limits">Of the query.</param>
    /// <param name="take">Called once with the columns and no row, then with further batches of rows, one after the other: while the
    /// statement waits for it.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <returns>Whether there were more rows than the limit.</returns>
    /// <exception cref="QueryException">The statement writes, is not one, is wrong, takes too long or too much memory; or the connection
    /// may do more than read. Rows may have been handed over before.</exception>
    Task<bool> QueryAsync(string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken cancellationToken);

    /// <summary>Finds jobs that no study names, with their rows, and artifacts that no named job left; and removes them if asked.</summary>
    /// <param name="apply">Removes; otherwise only counts.</param>
    /// <param name="cancellationToken">Ends the call before anything is removed.</param>
    Task<GarbageSummary> CollectGarbageAsync(bool apply, CancellationToken cancellationToken);
}

/// <param name="Rows">Reads at most this many.</param>
/// <param name="Time">Ends the statement after this time.</param>
public sealed record QueryLimits(int Rows, TimeSpan Time)
{
    /// <summary>The most characters (bytes of a blob, before it becomes hexadecimal) that one value has.</summary>
    public const int ValueLength = 16 << 20;

    /// <summary>The most characters that the texts of a result have together that is kept in memory.</summary>
    public const long ResultLength = 256L << 20;

    /// <summary>Runs the statement on a server as a user who may do more than read: nothing but a check of its text then keeps it from
    /// doing so.</summary>
    public bool AsOwner { get; init; }
}

/// <summary>Some rows of a result that follow each other. It is the taker's to keep, or to give back.</summary>
/// <param name="Columns">Their names, as the statement gives them.</param>
/// <param name="Values">One row after the other, each of as many values as there are columns.</param>
/// <param name="Count">How many rows.</param>
public sealed record QueryBatch(IReadOnlyList<string> Columns, TableValue[] Values, int Count)
{
    /// <summary>Nobody looks at the values any more: further batches may stand in their place.</summary>
    public void GiveBack() => ArrayPool<TableValue>.Shared.Return(Values);

    public ReadOnlySpan<TableValue> Row(int index) => Values.AsSpan(index * Columns.Count, Columns.Count);
}

/// <param name="Columns">Their names, as the statement gives them.</param>
/// <param name="Rows">Values: null, <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</param>
/// <param name="More">There were more rows than the limit.</param>
public sealed record QueryResult(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, bool More);

/// <summary>A statement that the read-only window refuses. The message is one line.</summary>
public sealed class QueryException(string message) : Exception(message);

/// <param name="Jobs">Jobs that no study names.</param>
/// <param name="Rows">Their result rows.</param>
/// <param name="Artifacts">Artifacts that no job of a study left.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Running">Jobs in hand. While there are any, artifacts are left alone: a running job may have written one that it has not
/// committed yet.</param>
public sealed record GarbageSummary(int Jobs, long Rows, int Artifacts, long Bytes, int Running);
