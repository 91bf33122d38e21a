using System.Text.Json.Nodes;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Settings of jobs as JSON: written where a job is planned, read where it runs. A job's device stands beside them and is none of
/// them.</summary>
internal static class JobSettings
{
    /// <summary>With all architectures and attacks of this program.</summary>
    internal static SettingsCodec Codec { get; } = new(ArchitectureCatalogue.Types, AttackCatalogue.Types);

    /// <summary>A job's settings, without its device.</summary>
    internal static TSettings Read<TSettings>(Job job)
        where TSettings : class
    {
        var settings = job.Settings;
        if (settings.ContainsKey(Job.DeviceSetting))
        {
            settings = (JsonObject)settings.DeepClone();
            settings.Remove(Job.DeviceSetting);
        }

        return Codec.Read<TSettings>(settings, $"job {job.Key.Short}");
    }

    /// <summary>The clean images of a job that reads some.</summary>
    internal static DataSettings ReadData(Job job) => job.Settings["data"] is JsonObject data
        ? Codec.Read<DataSettings>(data, $"job {job.Key.Short}")
        : throw new InvalidOperationException($"job {job.Key.Short} ({job.Kind}) has no data; one that reads images must.");
}
