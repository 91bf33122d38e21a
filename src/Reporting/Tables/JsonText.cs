using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Single values as JSON.</summary>
public static class JsonText
{
    // The output is a file or a terminal, never a web page: names like FC10(1e-4) and quotes stay readable.
    internal static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON string, number, true, false or null; numbers are the shortest text that reads back to the same bits.</summary>
    public static string Of(TableValue value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            WriteValue(json, value);
        }

        return Text(bytes);
    }

    /// <summary>The JSON that was written: what <see cref="VisibleText"/> hides stands in strings only, as its
    /// escape.</summary>
    internal static string Text(ArrayBufferWriter<byte> json) => VisibleText.Lines(Encoding.UTF8.GetString(json.WrittenSpan));

    internal static void WriteValue(Utf8JsonWriter json, TableValue value)
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
