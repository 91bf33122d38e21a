using Microsoft.Extensions.Logging;

namespace Experiments.Client;

internal static partial class WorkVerb
{
    [LoggerMessage(Level = LogLevel.Information, Message = "serving {Database}")]
    private static partial void Started(ILogger log, string database);
}
