using System.ComponentModel.DataAnnotations;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Analyses.CompareModels;

/// <summary>Compares ways to train: groups of networks that differ within a group in their seeds only, by their errors on one slice of
/// clean images.</summary>
public sealed record CompareModelsOptions : AnalysisOptions
{
    /// <summary>Name of the data that errors are counted on.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the group that the others are compared with, seed by seed; left out for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>The groups, in the order of the table.</summary>
    [MinLength(1), MaxLength(1000)]
    public required IReadOnlyList<ModelGroupEntry> Groups { get; init; }
}

/// <summary>Networks that were trained in one way.</summary>
public sealed record ModelGroupEntry
{
    /// <summary>Unique among the groups.</summary>
    [PartName]
    public required string Name { get; init; }

    /// <summary>Names of models, each with a seed of its own.</summary>
    [MinLength(1), MaxLength(10_000)]
    [EntryName(nameof(Study.Models))]
    public required IReadOnlyList<string> Models { get; init; }
}
