using System.Buffers;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Client.Tests;

/// <summary>Answers every query with the same rows.</summary>
internal sealed class FakeTools : IDatabaseTools
{
    internal List<string> Calls { get; } = [];

    public async Task<bool> QueryAsync(
        string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken cancellationToken)
    {
        Calls.Add($"{sql} {limits.Rows} {limits.Time.TotalSeconds}");
        var result = sql.Split(' ')[0] == "delete"
            ? throw new QueryException(
                "query begins with 'delete'; it must be one statement that only reads: SELECT, WITH, VALUES, EXPLAIN.")
            : sql.StartsWith("select null", StringComparison.Ordinal) ? new QueryResult(["rate", "name"], [[null, null]], More: false)
            : sql.StartsWith("select mixed", StringComparison.Ordinal) ? new QueryResult(["number"], [[1L], [1.5]], More: false)
            : sql.StartsWith("select broken", StringComparison.Ordinal) ? new QueryResult(["number"], [[1L], [2L]], More: false)
            : new QueryResult(
                ["victim", "rate", "rate", "n", "ok"],
                [["FC10(1)", 0.123456789, null, 5L, true], [null, 1.0, 2.0, 60000L, false]],
                limits.Rows == 2);
        await take(new QueryBatch(result.Columns, [], 0));
        foreach (var row in result.Rows)
        {
            var values = ArrayPool<TableValue>.Shared.Rent(row.Count);
            for (var i = 0; i < row.Count; i++)
            {
                values[i] = TableValue.Of(row[i]);
            }

            await take(new QueryBatch(result.Columns, values, 1));
        }

        return sql.StartsWith("select broken", StringComparison.Ordinal)
            ? throw new QueryException("query took longer than 30 s, its limit.")
            : result.More;
    }

    public Task<GarbageSummary> CollectGarbageAsync(bool apply, CancellationToken cancellationToken) =>
        Task.FromResult(apply ? new GarbageSummary(1, 200, 0, 0, 3) : new GarbageSummary(12, 3400, 5, 1_234_567, 0));
}
