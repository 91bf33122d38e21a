namespace Experiments.Pipeline;

/// <summary>The kinds of job. A new one is a folder beside this file and a line here.</summary>
public static class JobKinds
{
    /// <summary>Trains a network.</summary>
    public static TrainKind Train { get; } = new();

    /// <summary>Counts a network's errors on clean images.</summary>
    public static ErrorsKind Errors { get; } = new();

    /// <summary>Perturbs one shard of images.</summary>
    public static CraftKind Craft { get; } = new();

    /// <summary>Makes one set of all shards.</summary>
    public static CollectKind Collect { get; } = new();

    /// <summary>Feeds a set to a victim model.</summary>
    public static EvaluateKind Evaluate { get; } = new();

    /// <summary>Summarises the errors of networks that differ in their seeds.</summary>
    public static CompareModelsKind CompareModels { get; } = new();

    /// <summary>Judges a published number or statement.</summary>
    public static ClaimKind Claim { get; } = new();

    /// <summary>All kinds, in the order that a study runs them.</summary>
    public static IReadOnlyList<JobKind> All { get; } = [Train, Errors, Craft, Collect, Evaluate, CompareModels, Claim];
}
