using System.ComponentModel.DataAnnotations;
using Experiments.Analysis;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Analyses.TransferDistance;

/// <summary>How far the perturbations of a transfer's sets have to be lengthened to fool each of its victims.</summary>
public sealed record TransferDistanceOptions : AnalysisOptions
{
    /// <summary>Name of the transfer: its sets and its victims.</summary>
    [EntryName(nameof(Study.Transfers))]
    public required string Transfer { get; init; }

    /// <summary>Names of the attacks whose sets are used; left out for all of the transfer.</summary>
    [EntryName(nameof(Study.Attacks))]
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>The largest magnification tried.</summary>
    /// <value>16.</value>
    [Range(MagnificationSearch.Smallest, 1024, MinimumIsExclusive = true)]
    public double Cap { get; init; } = 16;
}
