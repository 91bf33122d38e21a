namespace Experiments.Pipeline.Cluster;

/// <summary>The silos of a cluster.</summary>
public interface ISiloDirectory
{
    /// <summary>The silos, not older than a second or so.</summary>
    Task<SiloView> ListAsync(CancellationToken cancellationToken);
}

/// <summary>Hands jobs to silos.</summary>
public interface IJobDispatcher
{
    /// <summary>Asks a silo to run a job; returns with its answer, before the job ends. Never throws but for cancellation.</summary>
    Task<JobAnswer> DispatchAsync(string silo, JobTicket ticket, CancellationToken cancellationToken);
}
