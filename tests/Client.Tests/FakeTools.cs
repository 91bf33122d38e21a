using Experiments.Ports;

namespace Experiments.Client.Tests;

/// <summary>Answers every query with the same rows.</summary>
internal sealed class FakeTools : IDatabaseTools
{
    internal List<string> Calls { get; } = [];

    public Task<QueryResult> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellationToken)
    {
        Calls.Add($"{sql} {limits.Rows} {limits.Time.TotalSeconds}");
        return sql.StartsWith("delete", StringComparison.Ordinal)
            ? throw new QueryException(
                "query begins with 'delete'; it must be one statement that only reads: SELECT, WITH, VALUES, EXPLAIN.")
            : sql.StartsWith("select null", StringComparison.Ordinal)
            ? Task.FromResult(new QueryResult(["rate", "name"], [[null, null]], More: false))
            : sql.StartsWith("select mixed", StringComparison.Ordinal)
            ? Task.FromResult(new QueryResult(["number"], [[1L], [1.5]], More: false))
            : Task.FromResult(new QueryResult(
                ["victim", "rate", "rate", "n", "ok"],
                [["FC10(1)", 0.123456789, null, 5L, true], [null, 1.0, 2.0, 60000L, false]],
                limits.Rows == 2));
    }

    public Task<GarbageSummary> CollectGarbageAsync(bool apply, CancellationToken cancellationToken) =>
        Task.FromResult(apply ? new GarbageSummary(1, 200, 0, 0, 3) : new GarbageSummary(12, 3400, 5, 1_234_567, 0));
}
