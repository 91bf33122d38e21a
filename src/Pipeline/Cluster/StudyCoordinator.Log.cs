using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Cluster;

public sealed partial class StudyCoordinator
{
    [LoggerMessage(Level = LogLevel.Information, Message = "study {Study}: taken up with {Jobs} jobs in flight")]
    private partial void TakenUp(string study, int jobs);

    [LoggerMessage(Level = LogLevel.Information, Message = "study {Study}: no job can run any more, {Done} of {Total} are done")]
    private partial void StudyFinished(string study, int done, int total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "study {Study}: silo {Lost} is gone, {Jobs} jobs of it run again")]
    private partial void SiloGone(string study, string lost, int jobs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "study {Study}: {Name} wants {Want}, which no silo has; it waits for one")]
    private partial void SiloMissing(string study, string name, string want);
}
