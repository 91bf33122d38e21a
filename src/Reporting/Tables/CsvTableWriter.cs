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

    // A number is shorter, whatever it is.
    private const int Room = 32;

    private readonly char[] _buffer = new char[1 << 15];

    // By column, the last text and its field: neighbours are often the same.
    private readonly (string Text, string Field)[] _last = new (string, string)[table.Columns.Count];

    private int _used;

    public override void Begin()
    {
        for (var i = 0; i < Table.Columns.Count; i++)
        {
            Append(i, Quote(Table.Columns[i].Name));
        }

        EndLine();
    }

    public override void Write(TRow row)
    {
        var columns = Table.Columns;
        for (var i = 0; i < columns.Count; i++)
        {
            var value = columns[i].Value(row);
            var written = 0;
            switch (value.Kind)
            {
                case TableValueKind.Text:
                    Append(i, Field(i, value.Text));
                    break;
                case TableValueKind.Whole:
                    value.Whole.TryFormat(Begin(i), out written, provider: CultureInfo.InvariantCulture);
                    break;
                case TableValueKind.Number:
                    value.Number.TryFormat(Begin(i), out written, "R", CultureInfo.InvariantCulture);
                    break;
                case TableValueKind.Truth:
                    Append(i, value.Truth ? "true" : "false");
                    break;
                default:
                    Append(i, "");
                    break;
            }

            _used += written;
        }

        EndLine();
    }

    public override void End() => Flush();

    private string Field(int column, string text)
    {
        if (!ReferenceEquals(_last[column].Text, text))
        {
            _last[column] = (text, Quote(text is [var first, ..] && NeedApostrophe.Contains(first) ? $"'{text}" : text));
        }

        return _last[column].Field;
    }

    private static string Quote(string field)
    {
        var visible = VisibleText.Of(field);
        return visible.AsSpan().ContainsAny(NeedQuotes) ? $"\"{visible.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : visible;
    }

    /// <summary>Begins a field.</summary>
    /// <returns>Room for a number.</returns>
    private Span<char> Begin(int column)
    {
        if (_buffer.Length - _used <= Room)
        {
            Flush();
        }

        if (column > 0)
        {
            _buffer[_used++] = ',';
        }

        return _buffer.AsSpan(_used);
    }

    private void Append(int column, string field)
    {
        if (field.Length <= Begin(column).Length)
        {
            field.CopyTo(_buffer.AsSpan(_used));
            _used += field.Length;
        }
        else
        {
            Flush();
            Output.Write(field);
        }
    }

    private void EndLine()
    {
        Begin(0);
        "\r\n".CopyTo(_buffer.AsSpan(_used));
        _used += 2;
    }

    private void Flush()
    {
        Output.Write(_buffer, 0, _used);
        _used = 0;
    }
}
