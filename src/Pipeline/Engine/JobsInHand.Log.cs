using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Engine;

internal sealed partial class JobsInHand
{
    [LoggerMessage(Level = LogLevel.Information, Message = "done: {Name} ({Job}) in {Seconds} s")]
    private partial void JobDone(string name, string job, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "failed: {Name} ({Job}), try {Attempt}, {Outlook}: {Error}")]
    private partial void JobFailed(string name, string job, int attempt, string outlook, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "input damaged: {Name} ({Job}) needs artifact {Artifact}, whose maker runs again")]
    private partial void InputDamaged(string name, string job, string artifact);

    [LoggerMessage(Level = LogLevel.Warning, Message = "lease lost: {Name} ({Job}) is somebody else's now")]
    private partial void LeaseLost(string name, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "commit refused: {Name} ({Job}) was taken over or cancelled; nothing was written")]
    private partial void CommitRefused(string name, string job);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Jobs} jobs in hand given back")]
    private partial void JobsGivenBack(int jobs);
}
