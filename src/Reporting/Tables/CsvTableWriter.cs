using System.Buffers;
using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>RFC 4180: a header line, CRLF line ends, fields quoted where they need it. Missing values are empty, numbers are in full. A
/// spreadsheet would run a text that begins as a formula does, quoted or not: such a text, and one that begins with an apostrophe, has an
/// apostrophe in front, which a program takes off again. A text stands on one line, as <see cref="VisibleText"/> shows it; JSON has it as
/// it is.</summary>
internal sealed class CsvTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output) : TableWriter<TRow>(table, output)
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"");
    private static readonly SearchValues<char> NeedApostrophe = SearchValues.Create("=+-@\t\r\n'");

    public override void Begin() => WriteLine(Table.Columns.Select(column => column.Name));

    public override void Write(TRow row) => WriteLine(Table.Columns.Select(column => Text(column.Value(row))));

    public override void End()
    {
        // A CSV file has no footer.
    }

    private static string Text(TableValue value) => value.Kind switch
    {
        TableValueKind.Text => value.Text is [var first, ..] && NeedApostrophe.Contains(first) ? $"'{value.Text}" : value.Text,
        TableValueKind.Whole => value.Whole.ToString(CultureInfo.InvariantCulture),
        TableValueKind.Number => value.Number.ToString("R", CultureInfo.InvariantCulture),
        TableValueKind.Truth => value.Truth ? "true" : "false",
        _ => "",
    };

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(NeedQuotes) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private void WriteLine(IEnumerable<string> fields)
    {
        Output.Write(string.Join(',', fields.Select(field => Quote(VisibleText.Of(field)))));
        Output.Write("\r\n");
    }
}
