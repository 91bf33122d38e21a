using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Cluster;

public sealed partial class SiloWorker
{
    [LoggerMessage(Level = LogLevel.Information, Message = "silo {Silo} takes jobs on {Devices}")]
    private partial void Started(string silo, string devices);

    [LoggerMessage(Level = LogLevel.Information, Message = "silo {Silo} finishes the {Jobs} jobs that it has and takes no more")]
    private partial void DrainBegan(string silo, int jobs);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "silo {Silo} will leave: it takes no more and has {Seconds} s to finish the {Jobs} jobs that it has")]
    private partial void LeaveBegan(string silo, int jobs, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "silo {Silo} is out of time and gives {Jobs} jobs back")]
    private partial void GraceOver(string silo, int jobs);

    [LoggerMessage(Level = LogLevel.Information, Message = "silo {Silo} takes jobs again")]
    private partial void DrainEnded(string silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "ticket for {Name} ({Job}) could not be taken: {Error}")]
    private partial void TicketFailed(string name, string job, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} ({Job}) ended without a word to the ledger: {Error}")]
    private partial void JobLost(string name, string job, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the end of {Name} ({Job}) could not be told: {Error}")]
    private partial void EndUntold(string name, string job, string error);
}
