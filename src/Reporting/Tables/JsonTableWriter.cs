using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Experiments.Reporting;

/// <summary>One array of flat objects, one object a line. Numbers are the shortest text that reads back to the same bits.</summary>
internal sealed class JsonTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output) : TableWriter<TRow>(table, output)
{
    // The output is a file or a terminal, never a web page: names like FC10(1e-4) and quotes stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _any;

    public override void Begin() => Output.Write('[');

    public override void Write(TRow row)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Options))
        {
            json.WriteStartObject();
            foreach (var column in Table.Columns)
            {
                json.WritePropertyName(column.Name);
                WriteValue(json, column.Value(row));
            }

            json.WriteEndObject();
        }

        Output.Write(_any ? ",\n  " : "\n  ");
        Output.Write(Encoding.UTF8.GetString(_line.WrittenSpan));
        _any = true;
    }

    public override void End() => Output.Write(_any ? "\n]\n" : "]\n");

    private static void WriteValue(Utf8JsonWriter json, TableValue value)
    {
        switch (value.Kind)
        {
            case TableValueKind.Text:
                json.WriteStringValue(value.Text);
                break;
            case TableValueKind.Whole:
                json.WriteNumberValue(value.Whole);
                break;
            case TableValueKind.Number:
                json.WriteNumberValue(value.Number);
                break;
            case TableValueKind.Truth:
                json.WriteBooleanValue(value.Truth);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
