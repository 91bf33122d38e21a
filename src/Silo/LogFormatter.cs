using System.Globalization;
using Experiments.Contracts;
using Experiments.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Experiments.Silo;

/// <summary>A log of one line per event, for people or as JSON, in which names and errors of a study cannot write lines or colours of their
/// own. As JSON an event has the silo, and where it is one of a job the study and the job, as fields.</summary>
/// <param name="time">The clock of the log.</param>
/// <param name="settings">The silo's.</param>
internal sealed class LogFormatter(TimeProvider time, SiloSettings settings) : ConsoleFormatter(Name)
{
    internal new const string Name = "experiments";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (settings.LogsJson)
        {
            List<KeyValuePair<string, object?>> fields = [new("silo", settings.Name), new("category", logEntry.Category)];
            fields.AddRange(Fields(logEntry.State));
            scopeProvider?.ForEachScope((scope, list) => list.AddRange(Fields(scope)), fields);
            if (logEntry.Exception is { } error)
            {
                fields.Add(new("exception", error.ToString()));
            }

            var said = VisibleText.Of(message);
            textWriter.Write($"{LogJson.Line(time.GetUtcNow(), logEntry.LogLevel, logEntry.EventId, said, fields)}\n");
            return;
        }

        var at = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var exception = logEntry.Exception is null ? "" : $" {logEntry.Exception}";
        textWriter.Write(
            $"{at} {Level(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id.ToString(CultureInfo.InvariantCulture)}] "
                + $"{VisibleText.Of($"{message}{exception}")}\n");
    }

    private static IEnumerable<KeyValuePair<string, object?>> Fields(object? state) =>
        (state as IEnumerable<KeyValuePair<string, object?>> ?? []).Where(field => field.Key != "Silo");

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
