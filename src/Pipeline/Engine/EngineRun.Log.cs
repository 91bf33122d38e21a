using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Engine;

internal sealed partial class EngineRun
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "left to other workers: ready jobs {Jobs}; memory of the smallest is {Needed}, estimated; "
            + "it must be at most {Available}, which this process may take")]
    private partial void JobsTooLarge(int jobs, string needed, string available);

    [LoggerMessage(Level = LogLevel.Information, Message = "ready jobs are left: {Waits}")]
    private partial void QuotaUsedUp(string waits);
}
