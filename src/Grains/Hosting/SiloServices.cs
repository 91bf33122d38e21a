
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Grains;

/// <summary>What the grains of a silo stand on: plain classes that know nothing of Orleans.</summary>
internal sealed class SiloServices(
    SiloWorker worker, JobServices services, CoordinatorOptions coordination, ClusterDirectory directory, GrainDispatcher dispatcher,
    DrainingSilos draining, ILocalSiloDetails local)
{
    internal SiloWorker Worker { get; } = worker;

    internal TimeProvider Time => services.Time;

    internal StudyCoordinator CreateCoordinator(string study) => new(study, Worker.Worker, services, directory, dispatcher, coordination);

    /// <summary>The silo itself knows first that it is being drained.</summary>
    internal void NoteDraining() => draining.Set([local.SiloAddress]);

    /// <summary>Takes a job and tells its study when it is done. Its images are decoded while it waits for its turn.</summary>
    internal async Task<JobAnswer> AcceptAsync(JobTicket ticket, IGrainFactory grains)
    {
        var answer =
            await Worker.AcceptAsync(ticket, end => grains.GetGrain<IStudyGrain>(ticket.Study).JobEndedAsync(end), CancellationToken.None);
        if (answer.Kind == JobAnswerKind.Accepted && ticket.Slice is { } slice)
        {
            // What is wrong with the images the job itself finds, and says.
            grains.GetGrain<IDatasetGrain>(slice).EnsureLoadedAsync().Ignore();
        }

        return answer;
    }
}
