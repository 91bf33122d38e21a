using System.Globalization;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>What every number of a result row fulfils on either database: PostgreSQL would keep what is not a number, SQLite has no word
/// for it, and neither has JSON.</summary>
internal static class RowRules
{
    /// <exception cref="StorageException">A value is not a number, or infinite.</exception>
    internal static void Require(IReadOnlyList<ResultRow> rows)
    {
        foreach (var group in rows.GroupBy(row => row.GetType()))
        {
            var table = Tables.Of(group.Key);
            foreach (var column in table.Columns.Where(column => column.IsReal))
            {
                if (group.FirstOrDefault(row => column.Value(row) is double value && !double.IsFinite(value)) is { } row)
                {
                    var number = ((double)column.Value(row)).ToString(CultureInfo.InvariantCulture);
                    throw new StorageException(
                        $"column {column.Name} of {table.Name} is {number}; it must be a finite number.", transient: false)
                    {
                        RefusesRows = true,
                    };
                }
            }
        }
    }
}
