using System.Text.Json.Nodes;

namespace Experiments.Contracts;

/// <summary>One unit of work: everything that decides its result, and nothing else. The key is computed from exactly these members, so a
/// job cannot depend on anything that its key does not cover.</summary>
public sealed record Job
{
    public required JobKey Key { get; init; }

    /// <summary>Name in the catalogue of job kinds: <c>train</c>, <c>craft</c>, <c>collect</c>, <c>evaluate</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>Version of the algorithm that runs the kind; raised whenever its results change.</summary>
    public required int Version { get; init; }

    /// <summary>The complete settings, as the kind's own record serialises them.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Finished jobs whose results this one reads, in the order that the kind defines.</summary>
    public required IReadOnlyList<JobInput> Inputs { get; init; }

    /// <summary>What computes its networks: <c>cpu</c>, the deterministic backend, unless the settings name another device.</summary>
    public string Device => Settings[DeviceSetting] is JsonValue value && value.TryGetValue(out string? device) ? device : "cpu";

    /// <summary>The member of the settings that names a device other than <c>cpu</c>; it is part of the key like any other.</summary>
    public const string DeviceSetting = "device";
}

/// <summary>An input of a job.</summary>
/// <param name="Role">What the job takes it for: <c>source</c>, <c>victim</c>, <c>shard</c>, <c>set</c> …</param>
/// <param name="Key">The job that makes it.</param>
public sealed record JobInput(string Role, JobKey Key);

/// <summary>A file that a finished job left.</summary>
/// <param name="Role">What the file is: <c>weights</c>, <c>images</c>.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record JobArtifact(string Role, ArtifactHash Hash, long Bytes);
