using Microsoft.Extensions.Logging;

namespace Experiments.Storage;

/// <summary>Says once that calls wait for a database, and once that it serves again, however many callers wait.</summary>
internal sealed partial class Patience(ILoggerFactory logging)
{
    private readonly ILogger _log = logging.CreateLogger<Patience>();
    private int _waiting;

    internal void Waits(string reason)
    {
        if (Interlocked.Exchange(ref _waiting, 1) == 0)
        {
            DatabaseAway(reason);
        }
    }

    internal void Served()
    {
        if (Volatile.Read(ref _waiting) == 1 && Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            DatabaseBack();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "waiting for the database: {Error}")]
    private partial void DatabaseAway(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the database is back")]
    private partial void DatabaseBack();
}
