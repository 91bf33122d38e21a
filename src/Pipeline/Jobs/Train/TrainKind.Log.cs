using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Jobs.Train;

public sealed partial class TrainKind
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "weights of {File}: {Note}")]
    private static partial void WeightsConverted(ILogger log, string file, string note);
}
