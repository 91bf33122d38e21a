using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Ports;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>What a job in hand can reach.</summary>
internal sealed class JobContext(Job job, JobServices services, JobInputs inputs, Action<JobActivity> report)
{
    internal Job Job { get; } = job;

    internal JobServices Services { get; } = services;

    internal TSettings ReadSettings<TSettings>()
        where TSettings : class => JobSettings.Read<TSettings>(Job);

    /// <summary>The settings of a job that is an input.</summary>
    internal async Task<TSettings> ReadSettingsAsync<TSettings>(JobKey input, CancellationToken cancellationToken)
        where TSettings : class => JobSettings.Read<TSettings>(await inputs.FindJobAsync(input, cancellationToken));

    /// <summary>The only input of a role.</summary>
    internal JobKey Input(string role) => Job.Inputs.Single(i => i.Role == role).Key;

    /// <summary>The only input of a role; null where there is none.</summary>
    internal JobKey? FindInput(string role) => Job.Inputs.Where(i => i.Role == role).Select(i => (JobKey?)i.Key).SingleOrDefault();

    /// <summary>The inputs of a role in their order.</summary>
    internal IReadOnlyList<JobKey> Inputs(string role) => [.. Job.Inputs.Where(i => i.Role == role).Select(i => i.Key)];

    internal JobImages LoadImages(DataSettings data) => inputs.LoadImages(data);

    /// <summary>What computes the networks of this job.</summary>
    internal IComputeBackend Backend { get; } = services.Backends.For(job.Device);

    /// <summary>Whether the job's rows are the same everywhere: a job that names another device than the processor has inputs that are not,
    /// whatever computes it.</summary>
    internal bool Deterministic => Job.Device == Device.Cpu && Backend.Deterministic;

    internal Task<IClassifier> LoadModelAsync(JobKey training, CancellationToken cancellationToken) =>
        inputs.LoadModelAsync(training, Backend, cancellationToken);

    /// <summary>The weights themselves, in this process's memory.</summary>
    internal Task<Network> LoadNetworkAsync(JobKey training, CancellationToken cancellationToken) =>
        inputs.LoadNetworkAsync(training, cancellationToken);

    internal IAsyncEnumerable<PerturbedImages> ReadPerturbedAsync(JobKey job, CancellationToken cancellationToken) =>
        inputs.ReadPerturbedAsync(job, cancellationToken);

    internal Task<IReadOnlyList<JobArtifact>> FindArtifactsAsync(
        IReadOnlyList<JobKey> jobs, string role, CancellationToken cancellationToken) =>
        inputs.FindArtifactsAsync(jobs, role, cancellationToken);

    internal void Report(JobActivity activity) => report(activity);

    /// <summary>Computes where the engine has it, on a thread that counts as busy: leases are renewed and rows written on others
    /// meanwhile.</summary>
    internal Task<T> ComputeAsync<T>(Func<T> compute) => Services.Compute.RunAsync(compute, CancellationToken.None);
}
