using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Engine;

internal sealed partial class StorageCalls
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "waiting for the database: {Error}")]
    private partial void StorageAway(string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "the database is back")]
    private partial void StorageBack();
}
