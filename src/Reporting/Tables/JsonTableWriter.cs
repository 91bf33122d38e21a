using System.Buffers;
using System.Text.Json;

namespace Experiments.Reporting;

/// <summary>One array of flat objects, one object a line. Numbers are the shortest text that reads back to the same bits.</summary>
internal sealed class JsonTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output) : TableWriter<TRow>(table, output)
{
    private const int Enough = 1 << 15;

    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly JsonEncodedText[] _names =
        [.. table.Columns.Select(column => JsonEncodedText.Encode(column.JsonName, JsonText.Options.Encoder))];

    private bool _any;

    public override void Begin() => _lines.Write("["u8);

    public override void Write(TRow row)
    {
        _lines.Write(_any ? ",\n  "u8 : "\n  "u8);
        using (var json = new Utf8JsonWriter(_lines, JsonText.Options))
        {
            json.WriteStartObject();
            for (var i = 0; i < _names.Length; i++)
            {
                json.WritePropertyName(_names[i]);
                JsonText.WriteValue(json, Table.Columns[i].Value(row));
            }

            json.WriteEndObject();
        }

        _any = true;
        if (_lines.WrittenCount >= Enough)
        {
            Flush();
        }
    }

    public override void End()
    {
        _lines.Write(_any ? "\n]\n"u8 : "]\n"u8);
        Flush();
    }

    private void Flush()
    {
        Output.Write(JsonText.Text(_lines));
        _lines.ResetWrittenCount();
    }
}
