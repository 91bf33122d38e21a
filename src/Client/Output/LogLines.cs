using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Experiments.Contracts;
using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary>A log of one line per event: for people, or as JSON objects with the event's fields.</summary>
internal sealed class LogLines(TextWriter output, TimeProvider time, LogLevel least, bool json) : ILoggerFactory, ILogger
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the log has one place: its lines.");

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var message = VisibleText.Of(formatter(state, exception));
        var at = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var level = logLevel.ToString().ToLowerInvariant();
        var line = json
            ? Json(at, level, eventId, message, state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            : $"{at} {level}: {message}";
        lock (_gate)
        {
            output.Write($"{line}\n");
            output.Flush();
        }
    }

    public void Dispose()
    {
    }

    private static string Json(string at, string level, EventId eventId, string message, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("time", at);
            writer.WriteString("level", level);
            writer.WriteString("event", eventId.Name);
            writer.WriteString("message", message);
            foreach (var (name, value) in fields.Where(f => f.Key != "{OriginalFormat}"))
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
