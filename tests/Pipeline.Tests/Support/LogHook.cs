using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Tests;

/// <summary>Calls a test with every line of the log.</summary>
internal sealed class LogHook(Action<string> said) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        said(formatter(state, exception));

    public void Dispose()
    {
    }
}
