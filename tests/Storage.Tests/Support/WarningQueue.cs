using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Experiments.Storage.Tests;

/// <summary>Hands warnings over, to whoever waits for the next one.</summary>
internal sealed class WarningQueue : ILoggerFactory, ILogger
{
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();

    internal ValueTask<string> NextAsync() => _messages.Reader.ReadAsync();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _messages.Writer.TryWrite(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
