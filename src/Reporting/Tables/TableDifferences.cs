using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>One value of two studies side by side.</summary>
/// <param name="Table">What the console calls the table.</param>
/// <param name="Row">What the studies call the row: <c>table2, FC10(1), lbfgs</c>.</param>
/// <param name="Column">The column in SQL; <see cref="TableDifferences.WholeRow"/> where only one study has the row.</param>
/// <param name="Before">Of the first study; null for none.</param>
/// <param name="After">Of the second; null for none.</param>
public sealed record TableDifference(string Table, string Row, string Column, string? Before, string? After);

/// <summary>Holds the tables of two studies or revisions against each other: rows are the same row where they have the same names. Keys of
/// jobs and files are no values; tables that are streamed are left out.</summary>
public static class TableDifferences
{
    /// <summary>Stands in place of a column for a row that only one study has.</summary>
    public const string WholeRow = "(row)";

    /// <param name="before">The first study.</param>
    /// <param name="after">The second.</param>
    /// <param name="all">Values that are equal too.</param>
    /// <returns>In the order of the tables and of the first study's rows, what only the second has last.</returns>
    public static IReadOnlyList<TableDifference> Between(StudyTables before, StudyTables after, bool all = false)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. ResultTable.All.Where(table => table.View is not null && !table.Streamed)
                .SelectMany(table => Between(table, before.Of(table), after.Of(table), all)),
        ];
    }

    private static IEnumerable<TableDifference> Between(
        ResultTable table, IReadOnlyList<StudyRow> rowsBefore, IReadOnlyList<StudyRow> rowsAfter, bool all)
    {
        var replicates = rowsBefore.Concat(rowsAfter).Any(row => row.Names.Replicate > 1);
        var (before, after) = (ByName(table, rowsBefore, replicates), ByName(table, rowsAfter, replicates));
        var columns = table.Columns
            .Where(c => !c.IsHidden && !table.Key.Contains(c) && c.ValueType != typeof(JobKey) && c.ValueType != typeof(ArtifactHash))
            .ToList();
        foreach (var name in before.Keys.Union(after.Keys))
        {
            if (!before.TryGetValue(name, out var left) || !after.TryGetValue(name, out var right))
            {
                var (was, isNow) = before.ContainsKey(name) ? ("yes", (string?)null) : (null, "yes");
                yield return new TableDifference(table.View!, name, WholeRow, was, isNow);
                continue;
            }

            foreach (var column in columns)
            {
                var (was, isNow) = (Text(column.Value(left)), Text(column.Value(right)));
                if (all || was != isNow)
                {
                    yield return new TableDifference(table.View!, name, column.Name, was, isNow);
                }
            }
        }
    }

    private static Dictionary<string, ResultRow> ByName(ResultTable table, IEnumerable<StudyRow> rows, bool replicates)
    {
        var named = new Dictionary<string, ResultRow>();
        foreach (var row in rows)
        {
            var parts = table.Names.Select(name => name.Of(row.Names))
                .Concat(table.Key.Skip(1).Select(key => $"{key.Name} {Text(key.Value(row.Untyped))}"))
                .Append(replicates ? string.Create(CultureInfo.InvariantCulture, $"replicate {row.Names.Replicate}") : null);
            named.TryAdd(string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part))), row.Untyped);
        }

        return named;
    }

    // Doubles in the shortest text that is the same number: what differs in a bit differs here.
    private static string? Text(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "yes" : "no",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
