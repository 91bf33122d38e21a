using System.Collections.Concurrent;
using Experiments.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Experiments.Client;

/// <summary>What a run waits for and what went wrong on its way, as lines on the standard error the moment that it happens, also where no
/// progress is shown. A live view takes the lines over and shows them above itself.</summary>
internal sealed class Notices(TextWriter error, TimeProvider time) : ILoggerFactory, ILogger
{
    private const string Ours = "Experiments.";

    // A hundred failing jobs say the same thing: from then on a line now and then.
    private const int MostAtOnce = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<string> _kept = new();
    private bool _keeps;
    private int _told;
    private int _untold;
    private long _toldAt;

    /// <summary>From now on lines are kept for <see cref="TryTake"/>, until <see cref="Release"/>.</summary>
    internal void Keep()
    {
        lock (_gate)
        {
            _keeps = true;
        }
    }

    internal bool TryTake(out string? line) => _kept.TryDequeue(out line);

    /// <summary>Lines go to the standard error again, those first that are still kept.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            _keeps = false;
            while (TryTake(out var line))
            {
                Write(line!);
            }
        }
    }

    public ILogger CreateLogger(string categoryName)
    {
        ArgumentNullException.ThrowIfNull(categoryName);
        return categoryName.StartsWith(Ours, StringComparison.Ordinal) ? this : NullLogger.Instance;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("notices have one place.");

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

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

        lock (_gate)
        {
            if (_told >= MostAtOnce && time.GetElapsedTime(_toldAt) < Rest)
            {
                _untold++;
                return;
            }

            var more = _untold > 0 ? $" (and {_untold} more before)" : "";
            (_told, _untold, _toldAt) = (_told + 1, 0, time.GetTimestamp());
            Tell(VisibleText.Of(formatter(state, exception)) + more);
        }
    }

    public void Dispose() => Release();

    private void Tell(string line)
    {
        if (_keeps)
        {
            _kept.Enqueue(line);
        }
        else
        {
            Write(line);
        }
    }

    private void Write(string line)
    {
        error.Say(line);
        error.Flush();
    }
}
