using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Planning;

/// <summary>Estimates the memory that the jobs of a plan may take.</summary>
internal sealed class PlanMemory(DataResolver resolver)
{
    private readonly Dictionary<JobKey, NetworkSize> _networks = [];
    private readonly Dictionary<string, ReadImages> _images = [];

    /// <summary>The jobs with their estimates.</summary>
    /// <param name="jobs">Inputs before the jobs that read them.</param>
    internal IReadOnlyList<PlannedJob> Estimate(IReadOnlyList<PlannedJob> jobs) =>
        [.. jobs.Select(planned => planned with { MemoryBytes = BytesOf(planned.Job) })];

    private long BytesOf(Job job)
    {
        if (job.Kind == JobKinds.Train.Name)
        {
            _networks[job.Key] = SizeOf(JobSettings.Read<TrainSettings>(job));
        }

        List<NetworkSize> networks =
        [
            .. job.Inputs.Select(input => input.Key).Prepend(job.Key).Distinct().Where(_networks.ContainsKey).Select(key => _networks[key]),
        ];
        var images = job.Settings["data"] is { } data ? ImagesOf(data.ToJsonString(), job) : new ReadImages(0, 0, 0);
        return JobKinds.All.Find(job.Kind)!.EstimateMemory(
            new JobParts(job, networks, images.Count, images.Values, images.SplitBytes));
    }

    private NetworkSize SizeOf(TrainSettings settings)
    {
        var dataset = resolver.Describe(settings.Data.Dataset, settings.Data.Form);
        return ArchitectureCatalogue.Types.Of(settings.Architecture)
            .MeasureSize(settings.Architecture, dataset.Shape, dataset.ClassCount);
    }

    /// <summary>Many jobs read the same images: their settings are read once.</summary>
    private ReadImages ImagesOf(string text, Job job)
    {
        if (!_images.TryGetValue(text, out var images))
        {
            var data = JobSettings.ReadData(job);
            var dataset = resolver.Describe(data.Dataset, data.Form);
            var values = dataset.Shape.Length;
            _images[text] = images = new ReadImages(data.Count, values, (long)dataset.Split(data.Split).Count * values);
        }

        return images;
    }

    private sealed record ReadImages(int Count, int Values, long SplitBytes);
}
