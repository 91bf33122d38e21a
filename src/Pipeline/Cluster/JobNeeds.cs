using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Cluster;

/// <summary>What a job needs of the silo that runs it.</summary>
/// <param name="Device">The kind of device that it wants, or <see cref="Ports.Device.Any"/>.</param>
/// <param name="Models">The training jobs whose weights it reads, or its own key if it trains.</param>
/// <param name="Slice">The slice of images that it reads, as the settings of jobs write it; null for none.</param>
public sealed record JobNeeds(string Device, IReadOnlyList<JobKey> Models, string? Slice = null)
{
    private static readonly string[] ModelRoles = [JobRoles.Model, JobRoles.Source, JobRoles.Victim];

    /// <summary>Who runs it must know this kind; null for any.</summary>
    public KindVersion? Kind { get; init; }

    /// <summary>Memory that it may take, estimated, in bytes.</summary>
    public long MemoryBytes { get; init; }

    internal static JobNeeds Of(JobLease lease) => Of(lease.Job) with { MemoryBytes = lease.MemoryBytes };

    /// <summary>The least that one of some ready jobs needs.</summary>
    internal static JobNeeds Of(JobDemand demand) => new(demand.Device, [])
    {
        Kind = new KindVersion(demand.Kind, demand.Version), MemoryBytes = demand.LeastMemoryBytes,
    };

    public static JobNeeds Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var models = job.Kind == JobKinds.Train.Name
            ? [job.Key]
            : job.Inputs.Where(i => ModelRoles.Contains(i.Role)).Select(i => i.Key).Distinct().ToList();
        return new JobNeeds(job.Device, models, (job.Settings["data"] as JsonObject)?.ToJsonString())
        {
            Kind = new KindVersion(job.Kind, job.Version),
        };
    }
}
