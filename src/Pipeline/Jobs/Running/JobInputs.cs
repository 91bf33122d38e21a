using System.Runtime.CompilerServices;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Ports;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Loads what finished jobs left, for all jobs of a process.</summary>
public sealed class JobInputs
{
    private const long ModelBytes = 256L << 20;

    /// <summary>A network keeps its weights as they are and packed for either direction.</summary>
    private const int CopiesOfWeights = 3;

    private const long PerturbedBytes = 128L << 20;

    private readonly JobServices _services;
    private readonly SharedCache<(JobKey Training, IComputeBackend Backend), LoadedModel> _models = new(ModelBytes, m => m.Bytes);
    private readonly SharedCache<ArtifactHash, PerturbedImages> _perturbed = new(PerturbedBytes, p => p.Bytes);

    public JobInputs(JobServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
    }

    /// <inheritdoc cref="JobImages.Load"/>
    public JobImages LoadImages(DataSettings data) => JobImages.Load(_services.Data, data);

    /// <summary>The network that a training job left, as a backend runs it.</summary>
    /// <exception cref="ArtifactDamagedException">Its weights are missing or damaged.</exception>
    public async Task<IClassifier> LoadModelAsync(JobKey training, IComputeBackend backend, CancellationToken cancellationToken) =>
        // Loads outlive the caller that began them: others may wait for the same one.
        (await _models.GetAsync((training, backend), () => ReadModelAsync(training, backend)).WaitAsync(cancellationToken)).Classifier;

    /// <summary>The network that a training job left, on a backend of the device that the job named, or on the processor where there is
    /// none here.</summary>
    /// <exception cref="ArtifactDamagedException">Its weights are missing or damaged.</exception>
    public async Task<IClassifier> LoadModelAsync(JobKey training, ComputeBackends backends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backends);
        var device = (await FindJobAsync(training, cancellationToken)).Device;
        return await LoadModelAsync(training, backends.Missing(device) is null ? backends.For(device) : backends.Cpu, cancellationToken);
    }

    /// <summary>The weights that a training job left, on the CPU backend, whatever trained them.</summary>
    /// <exception cref="ArtifactDamagedException">Its weights are missing or damaged.</exception>
    public async Task<Network> LoadNetworkAsync(JobKey training, CancellationToken cancellationToken) =>
        (Network)await LoadModelAsync(training, _services.Backends.Cpu, cancellationToken);

    /// <summary>The perturbed images that a job left, file by file in the order of their images.</summary>
    /// <exception cref="ArtifactDamagedException">A file is missing or damaged.</exception>
    public async IAsyncEnumerable<PerturbedImages> ReadPerturbedAsync(
        JobKey job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var dataset = JobImages.Describe(_services.Data, await FindDataAsync(job, cancellationToken));
        var shape = dataset.Shape;
        foreach (var file in await FindArtifactsAsync([job], JobRoles.Images, cancellationToken))
        {
            yield return await _perturbed.GetAsync(file.Hash, () => ReadAsync(file, s => PerturbedImages.Read(s, shape)))
                .WaitAsync(cancellationToken);
        }
    }

    /// <summary>The clean images of a job that has some.</summary>
    public async Task<DataSettings> FindDataAsync(JobKey key, CancellationToken cancellationToken) =>
        JobSettings.ReadData(await FindJobAsync(key, cancellationToken));

    /// <summary>Files of one role (or of its numbered parts) that finished jobs left, in the order of the jobs and of the
    /// numbers.</summary>
    /// <exception cref="InvalidOperationException">A job left none.</exception>
    public async Task<IReadOnlyList<JobArtifact>> FindArtifactsAsync(
        IReadOnlyList<JobKey> jobs, string role, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var found = await _services.Ledger.FindArtifactsAsync(jobs, cancellationToken);
        var files = new List<JobArtifact>();
        foreach (var job in jobs)
        {
            var before = files.Count;
            files.AddRange((found.GetValueOrDefault(job) ?? [])
                .Where(a => a.Role == role || a.Role.StartsWith(role + ".", StringComparison.Ordinal))
                .OrderBy(a => a.Role, StringComparer.Ordinal));
            if (files.Count == before)
            {
                throw new InvalidOperationException($"job {job.Short} left no {role}; a finished one must.");
            }
        }

        return files;
    }

    internal async Task<Job> FindJobAsync(JobKey key, CancellationToken cancellationToken)
    {
        var jobs = await _services.Ledger.FindJobsAsync([key], cancellationToken);
        return jobs.TryGetValue(key, out var job)
            ? job
            : throw new InvalidOperationException($"job {key.Short} is not in the ledger; an input must be.");
    }

    private async Task<LoadedModel> ReadModelAsync(JobKey training, IComputeBackend backend)
    {
        var job = await FindJobAsync(training, CancellationToken.None);
        var settings = JobSettings.Read<TrainSettings>(job);
        var dataset = JobImages.Describe(_services.Data, settings.Data);
        var shape = dataset.Shape;
        var weights = (await FindArtifactsAsync([training], JobRoles.Weights, CancellationToken.None))[0];
        var model = await ReadAsync(weights, s => backend.Load(settings.Architecture, shape, dataset.ClassCount, s));
        return new LoadedModel(model, CopiesOfWeights * weights.Bytes);
    }

    private async Task<T> ReadAsync<T>(JobArtifact artifact, Func<Stream, T> read)
    {
        await using var stream = await _services.Artifacts.OpenReadAsync(artifact.Hash, CancellationToken.None);
        return read(stream);
    }

    private sealed record LoadedModel(IClassifier Classifier, long Bytes);
}
