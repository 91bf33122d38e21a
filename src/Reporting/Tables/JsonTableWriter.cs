using System.Buffers;
using System.Text.Json;

namespace Experiments.Reporting;

/// <summary>One array of flat objects, one object a line. Numbers are the shortest text that reads back to the same bits.</summary>
internal sealed class JsonTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output) : TableWriter<TRow>(table, output)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _any;

    public override void Begin() => Output.Write('[');

    public override void Write(TRow row)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, JsonText.Options))
        {
            json.WriteStartObject();
            foreach (var column in Table.Columns)
            {
                json.WritePropertyName(column.JsonName);
                JsonText.WriteValue(json, column.Value(row));
            }

            json.WriteEndObject();
        }

        Output.Write(_any ? ",\n  " : "\n  ");
        Output.Write(JsonText.Text(_line));
        _any = true;
    }

    public override void End() => Output.Write(_any ? "\n]\n" : "]\n");
}
