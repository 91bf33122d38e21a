using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <summary>Hands jobs to the silos' grains.</summary>
internal sealed partial class GrainDispatcher(IGrainFactory grains, ClusterDirectory directory, ILogger<GrainDispatcher> logger)
    : IJobDispatcher
{
    // Longer than a silo needs to take a job over in a busy database, shorter than a lease waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<JobAnswer> DispatchAsync(string silo, JobTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            if (directory.Find(silo) is not { } address)
            {
                return new JobAnswer(JobAnswerKind.Unreachable, null);
            }

            var answer = Calls.AtAsync(address, ticket.Device, () => ticket.Trains
                ? grains.GetGrain<IModelGrain>(ticket.Job.Value).TrainAsync(ticket)
                : grains.GetGrain<IAttackJobGrain>(IAttackJobGrain.KeyOf(ticket)).StartAsync(ticket));
            return await answer.WaitAsync(Patience, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The silo died, froze or is cut off: the length of the lease decides what becomes of the job.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NotDelivered(logger, ticket.Name, ticket.Job.Short, silo, error.Message);
            return new JobAnswer(JobAnswerKind.Unreachable, null);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} ({Job}) could not be handed to silo {To}: {Error}")]
    private static partial void NotDelivered(ILogger logger, string name, string job, string to, string error);
}
