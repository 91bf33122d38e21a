using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

public sealed partial class OrleansStudyEngine
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "the cluster does not answer, study {Study} is followed in the database: {Error}")]
    private partial void ClusterAway(string study, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "the cluster answers again")]
    private partial void ClusterBack();

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "study {Study} is in the database and the cluster could not be told ({Error}); its silos find it within seconds, or when "
            + "they start")]
    private partial void StudyNotTold(string study, string error);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "silo {Silo} could not be told ({Error}); it reads it in the database within seconds")]
    private partial void SiloNotTold(string silo, string error);
}
