using System.Text.Json;
using Experiments.Contracts;

namespace Experiments.Testing;

/// <summary>What a reader sees of a study's results as one text, keys of jobs excepted: those of shards depend on how a study was
/// cut.</summary>
internal static class StudyText
{
    public static string Of(StudyTables tables) => string.Concat(ResultTable.All.Select(table => Of(table, tables.Of(table))));

    public static string Of(ResultTable table, IEnumerable<StudyRow> rows) =>
        string.Concat(rows.Select(row => JsonSerializer.Serialize(new object?[]
        {
            table.Name, row.Published, table.Names.Select(name => name.Of(row.Names)),
            table.Columns.Where(column => !column.IsHidden && column != table.Job).Select(column => column.Value(row.Untyped)),
            row.Joined.Select((other, i) => table.Joined[i].Columns.Select(
                property => other is null ? null : ResultTable.Of(table.Joined[i].Table).Column(property).Value(other))),
        }) + "\n"));
}
