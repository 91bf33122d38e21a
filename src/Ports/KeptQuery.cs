using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>Results of queries that are kept in memory.</summary>
public static class KeptQuery
{
    /// <summary>Runs one statement that only reads, and keeps its rows.</summary>
    /// <exception cref="QueryException">As <see cref="IDatabaseTools.QueryAsync"/>, and where the texts of the result are longer than
    /// <see cref="QueryLimits.ResultLength"/>.</exception>
    public static async Task<QueryResult> QueryAsync(
        this IDatabaseTools tools, string sql, QueryLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tools);
        IReadOnlyList<string> columns = [];
        List<IReadOnlyList<object?>> rows = [];
        var length = 0L;
        var more = await tools.QueryAsync(
            sql, limits,
            batch =>
            {
                length = AddLength(length, batch);
                columns = batch.Columns;
                for (var i = 0; i < batch.Count; i++)
                {
                    var row = batch.Row(i);
                    var values = new object?[row.Length];
                    for (var column = 0; column < row.Length; column++)
                    {
                        values[column] = row[column].ToObject();
                    }

                    rows.Add(values);
                }

                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return new QueryResult(columns, rows, more);
    }

    /// <param name="length">Characters of the batches before.</param>
    /// <param name="batch">To be kept too.</param>
    /// <returns>Characters of all of them.</returns>
    /// <exception cref="QueryException">They are more than a process should hold.</exception>
    public static long AddLength(long length, QueryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var value in batch.Values.AsSpan(0, batch.Count * batch.Columns.Count))
        {
            length += value.Kind == TableValueKind.Text ? value.Text.Length : 0;
        }

        return length <= QueryLimits.ResultLength ? length : throw new QueryException(string.Create(
            CultureInfo.InvariantCulture,
            $"query gives more than {QueryLimits.ResultLength} characters; it must ask for fewer rows or shorter values."));
    }
}
