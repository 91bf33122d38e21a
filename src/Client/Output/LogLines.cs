using Experiments.Contracts;
using Experiments.Hosting;
using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary>A log of one line per event: for people, or as JSON objects with the event's fields.</summary>
internal sealed class LogLines(TextWriter output, TimeProvider time, LogLevel least, bool json) : ILoggerFactory, ILogger
{
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
        var line = json
            ? LogJson.Line(time.GetUtcNow(), logLevel, eventId, message, state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            : $"{LogJson.Moment(time.GetUtcNow())} {logLevel.ToString().ToLowerInvariant()}: {message}";
        lock (_gate)
        {
            output.Write($"{line}\n");
            output.Flush();
        }
    }

    public void Dispose()
    {
    }
}
