using Experiments.Contracts;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <summary>No exception of a driver's or the program's own type crosses a grain call: who cannot read it would be told of a missing codec
/// instead of the fault.</summary>
internal sealed partial class FaultBoundary(ILogger<FaultBoundary> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception error) when (context.Grain is Grain && IsForeign(error))
        {
            CallFailed(logger, error, context.InterfaceName, context.MethodName);
            throw GrainFaultException.Of(error);
        }
    }

    /// <summary>Whether somebody else may not know the type of the exception, or of what caused it.</summary>
    internal static bool IsForeign(Exception error)
    {
        for (var at = error; at is not null; at = at.InnerException)
        {
            if (at is not (GrainFaultException or OperationCanceledException)
                && at.GetType().Namespace?.StartsWith(nameof(Orleans), StringComparison.Ordinal) != true)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Grain}.{Call} failed")]
    private static partial void CallFailed(ILogger logger, Exception error, string grain, string call);
}

/// <summary>What a cluster says of itself is told to callers of the client as every engine's faults are.</summary>
internal sealed class FaultReader : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (GrainFaultException fault)
        {
            throw new ClusterFaultException(fault.Message, fault.Transient);
        }
    }
}
