using System.ComponentModel.DataAnnotations;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Analyses.Universality;

/// <summary>Whether perturbations work on images that they were not made for: one universal perturbation, the mean of a set's
/// perturbations, and those of other images, each on the networks of a transfer and fed to its victims, all at the same size.</summary>
public sealed record UniversalityOptions : AnalysisOptions
{
    /// <summary>Name of the transfer: its sources, its victims, and the sets of <see cref="Attack"/>.</summary>
    [EntryName(nameof(Study.Transfers))]
    public required string Transfer { get; init; }

    /// <summary>Name of the attack, made on a source, whose perturbations are tried on other images.</summary>
    [EntryName(nameof(Study.Attacks))]
    public required string Attack { get; init; }

    /// <summary>Name of the images that the universal perturbations are made on.</summary>
    public required string CraftOn { get; init; }

    /// <summary>Uses the first this many of them; left out for all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxCraftImages { get; init; }

    /// <summary>Name of the images that all perturbations are tried on; images of the transfer or of <see cref="CraftOn"/> would not be
    /// new.</summary>
    public required string Images { get; init; }

    /// <summary>Uses the first this many of them; left out for all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxImages { get; init; }

    /// <summary>Root mean square of every perturbation, before images are clipped to [0, 1].</summary>
    /// <value>0.1.</value>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double Stddev { get; init; } = 0.1;

    /// <summary>Share of the crafting images that a universal perturbation is to fool; rounds end once it is reached.</summary>
    /// <value>0.8.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double FoolingRate { get; init; } = 0.8;

    /// <summary>Times that the crafting images are gone through, at most.</summary>
    /// <value>5.</value>
    [Range(1, 1000)]
    public int MaxRounds { get; init; } = 5;
}
