using Microsoft.Extensions.Logging;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "a job that nobody can run has failed: {Error}")]
    private partial void RowRefused(string error);
}
