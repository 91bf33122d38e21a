using System.Globalization;
using Experiments.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Experiments.Silo;

/// <summary>A log of one line per event, in which names and errors of a study cannot write lines or colours of their own.</summary>
internal sealed class LogFormatter(TimeProvider time) : ConsoleFormatter(Name)
{
    internal new const string Name = "experiments";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var at = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var exception = logEntry.Exception is null ? "" : $" {logEntry.Exception}";
        var message = $"{logEntry.Formatter(logEntry.State, logEntry.Exception)}{exception}";
        textWriter.Write(
            $"{at} {Level(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id.ToString(CultureInfo.InvariantCulture)}] "
                + $"{VisibleText.Of(message)}\n");
    }

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
