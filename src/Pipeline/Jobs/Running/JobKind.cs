using Experiments.Contracts;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>A kind of job: its settings and how it runs. What it computes depends on its settings and inputs only.</summary>
public abstract class JobKind : ICatalogueEntry
{
    /// <summary>In the ledger and in keys; never changed.</summary>
    public abstract string Name { get; }

    /// <summary>Raised whenever the same settings and inputs would give other rows or files than before.</summary>
    public abstract int Version { get; }

    /// <summary>The record that the job's settings are read into.</summary>
    public abstract Type SettingsType { get; }

    /// <summary>Memory that a job of this kind may take at its peak, in bytes, about: what it needs for itself, whatever other jobs keep of
    /// the same images and networks.</summary>
    internal virtual long EstimateMemory(JobParts parts) => parts.Bytes;

    internal abstract Task<JobOutput> RunAsync(JobContext context, CancellationToken cancellationToken);
}

/// <typeparam name="TSettings">The record that the job's settings are read into.</typeparam>
public abstract class JobKind<TSettings> : JobKind
    where TSettings : class
{
    public sealed override Type SettingsType => typeof(TSettings);

    /// <summary>A job of this kind with its key, on the deterministic backend.</summary>
    public Job Create(TSettings settings, params IReadOnlyList<JobInput> inputs) => Create(settings, device: null, inputs);

    /// <summary>A job of this kind with its key.</summary>
    /// <param name="settings">What decides the result.</param>
    /// <param name="device">What computes its networks, <c>cuda</c> or <c>any</c>; null for the deterministic backend, whose keys do not
    /// name it.</param>
    /// <param name="inputs">In the kind's order.</param>
    public Job Create(TSettings settings, string? device, params IReadOnlyList<JobInput> inputs)
    {
        var content = JobSettings.Codec.Write(settings);
        if (device is not null)
        {
            content[Job.DeviceSetting] = device;
        }

        return JobKeys.Create(Name, Version, content, inputs);
    }

    internal sealed override Task<JobOutput> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        RunAsync(context.ReadSettings<TSettings>(), context, cancellationToken);

    private protected abstract Task<JobOutput> RunAsync(TSettings settings, JobContext context, CancellationToken cancellationToken);
}

/// <summary>What a kind of job hands to the runner.</summary>
internal sealed record JobOutput(IReadOnlyList<ResultRow> Rows, IReadOnlyList<JobArtifact> Artifacts);

/// <summary>Names of the parts that jobs play for each other, and of the files that they leave.</summary>
internal static class JobRoles
{
    internal const string Model = "model";
    internal const string Source = "source";
    internal const string Victim = "victim";
    internal const string Clean = "clean";
    internal const string Base = "base";
    internal const string Shard = "shard";
    internal const string Set = "set";
    internal const string Value = "value";
    internal const string More = "more";
    internal const string Less = "less";
    internal const string Errors = "errors";
    internal const string Baseline = "baseline";
    internal const string Perturbation = "perturbation";

    internal const string Weights = "weights";
    internal const string Images = "images";
}
