using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Analyses.Spectral;

/// <summary>
/// How far each layer of a network can lengthen a change of its input, and how far it does: bounds of all layers, their product, and the
/// gains measured along the perturbations of a transfer's sets. C. Szegedy et al., 2013, arXiv:1312.6199, section 4.3 and Table 5.
/// </summary>
public sealed record SpectralOptions : AnalysisOptions
{
    /// <summary>Names of the networks; left out for all of the study.</summary>
    [EntryName(nameof(Study.Models))]
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Name of the transfer whose sets give the directions: those made on the network itself and the controls. Left out for bounds
    /// alone.</summary>
    [EntryName(nameof(Study.Transfers))]
    public string? Transfer { get; init; }

    /// <summary>Names of the attacks whose sets are used; left out for all of the transfer.</summary>
    [EntryName(nameof(Study.Attacks))]
    public IReadOnlyList<string> Attacks { get; init; } = [];
}
