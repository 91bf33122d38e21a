using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Experiments.Contracts;
using Microsoft.Extensions.Logging;

namespace Experiments.Hosting;

/// <summary>An event of a log as one JSON object on one line: when, how grave, which, what is said, and its fields.</summary>
public static class LogJson
{
    // A structured message carries its own text under this name.
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>When, as every log of the programs writes it.</summary>
    public static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <param name="at">When.</param>
    /// <param name="level">How grave.</param>
    /// <param name="eventId">Which.</param>
    /// <param name="message">For people.</param>
    /// <param name="fields">By name; of equal names the first counts.</param>
    /// <returns>Without a line break.</returns>
    public static string Line(
        DateTimeOffset at, LogLevel level, EventId eventId, string message, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("time", Moment(at));
            writer.WriteString("level", level.ToString().ToLowerInvariant());
            writer.WriteString("event", eventId.Name);
            writer.WriteString("message", message);
            foreach (var (name, value) in fields.Where(field => field.Key != Template).DistinctBy(field => field.Key))
            {
                writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
                Write(writer, value);
            }

            writer.WriteEndObject();
        }

        return VisibleText.Lines(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
