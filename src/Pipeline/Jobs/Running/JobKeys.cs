using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Computes the key of a job from everything that decides its result.</summary>
public static class JobKeys
{
    /// <summary>A job with its key.</summary>
    public static Job Create(string kind, int version, JsonObject settings, IReadOnlyList<JobInput> inputs) => new()
    {
        Key = Compute(kind, version, settings, inputs),
        Kind = kind,
        Version = version,
        Settings = settings,
        Inputs = inputs,
    };

    /// <summary>The SHA-256 of the canonical JSON of kind, version, settings and inputs.</summary>
    public static JobKey Compute(string kind, int version, JsonObject settings, IReadOnlyList<JobInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(inputs);
        var content = new JsonObject
        {
            ["kind"] = kind,
            ["version"] = version,
            ["settings"] = settings.DeepClone(),
            ["inputs"] = new JsonArray([.. inputs.Select(i => new JsonObject { ["role"] = i.Role, ["key"] = i.Key.Value })]),
        };
        return new JobKey(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(content)))));
    }
}
