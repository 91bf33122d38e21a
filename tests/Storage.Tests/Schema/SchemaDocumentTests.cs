using System.Text;
using Experiments.Contracts;
using Experiments.Testing;

namespace Experiments.Storage.Tests;

public sealed class SchemaDocumentTests
{
    private const string File = "docs/schema.md";
    private const string Mark = "<!-- From here on written from the records by a test; see CONTRIBUTING.md. -->\n";

    [Fact]
    public void Document_IsWhatTheRecordsSay()
    {
        var text = System.IO.File.ReadAllText(Repository.PathOf(File));
        var introduction = text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];

        Repository.Holds(File, introduction + string.Concat(Tables.All.Select(Section)));
    }

    [Fact]
    public void EveryStoredColumn_SaysWhatItIs()
    {
        var silent = Tables.All.SelectMany(table => table.Declared.Where(column => DocComments.Of(column.Property).Length == 0)
            .Select(column => $"{table.Name}.{column.Name}"));

        Assert.Empty(silent);
    }

    private static string Section(Table table)
    {
        var key = string.Join(", ", table.Key.Select(column => $"`{column.Name}`"));
        var text = new StringBuilder(
            $"\n## {table.Name}\n\n{DocComments.Of(table.RowType)} Primary key {(table.Key.Count > 1 ? $"({key})" : key)}.\n\n");
        text.Append("| column | type | unit | meaning |\n|---|---|---|---|\n");
        foreach (var column in table.Key.Concat(table.Declared.Except(table.Key)))
        {
            text.Append(
                $"| {column.Name} | {TypeOf(column)} | {UnitOf(column)} | "
                    + $"{DocComments.Of(column.Property)}{RefersTo(table, column)}{Values(column)} |\n");
        }

        return text.ToString();
    }

    private static string TypeOf(ResultColumn column)
    {
        var type = column.ValueType == typeof(int) || column.ValueType == typeof(long) ? "integer"
            : column.ValueType == typeof(double) ? "real"
            : column.ValueType == typeof(bool) ? "boolean"
            : column.ValueType == typeof(byte[]) ? "bytes"
            : "text";
        return column.IsNullable ? $"{type}, null" : type;
    }

    private static string UnitOf(ResultColumn column) => column.Unit
        ?? (column.ValueType == typeof(JobKey) ? "key" : column.ValueType == typeof(ArtifactHash) ? "SHA-256" : "");

    private static string RefersTo(Table table, ResultColumn column) =>
        table.References.FirstOrDefault(reference => reference.Column == column).Table is { } other
            ? $" In `{Tables.Of(other).Name}`." : "";

    private static string Values(ResultColumn column) =>
        column.Values.Count > 0 ? $" One of {string.Join(", ", column.Values.Select(value => $"`{value}`"))}." : "";
}
