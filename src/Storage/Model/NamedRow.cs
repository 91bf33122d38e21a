using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>A result row and what a study calls its job.</summary>
/// <typeparam name="TRow">The record of the row.</typeparam>
public sealed record NamedRow<TRow>
    where TRow : ResultRow
{
    public required string Study { get; init; }

    /// <summary>Of the study, counted from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>Place in the study's plan, the order of its tables.</summary>
    public required int Position { get; init; }

    /// <summary>The transfer table or the analysis.</summary>
    public required string? Table { get; init; }

    /// <summary>The network that is trained or looked at; of a comparison the group.</summary>
    public required string? Model { get; init; }

    /// <summary>The network that images were made on; null for controls. Of a comparison the baseline.</summary>
    public required string? Source { get; init; }

    public required string? Attack { get; init; }

    /// <summary>The network that is fed the images.</summary>
    public required string? Victim { get; init; }

    /// <summary>The images.</summary>
    public required string? Data { get; init; }

    /// <summary>The replicate of the study, from 1.</summary>
    public required int Replicate { get; init; }

    public required TRow Row { get; init; }
}
