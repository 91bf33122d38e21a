using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

public sealed partial class OrleansStudyEngine
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "the cluster does not answer, study {Study} is followed in the database: {Error}")]
    private partial void ClusterAway(string study, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "the cluster answers again")]
    private partial void ClusterBack();
}
