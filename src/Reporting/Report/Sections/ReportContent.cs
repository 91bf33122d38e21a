using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Everything that a study's report shows. What is here and not in <see cref="Run"/> depends on the study's results
/// alone.</summary>
public sealed record ReportContent
{
    public required StudyTables Tables { get; init; }

    /// <summary>Of the study, by state.</summary>
    public required JobCounts Jobs { get; init; }

    public IReadOnlyList<FailedJob> Failures { get; init; } = [];

    /// <summary>How far single images were moved, by attacks that look for the smallest perturbation.</summary>
    public IReadOnlyList<DistortionSample> Distortions { get; init; } = [];

    /// <summary>The first images of each set.</summary>
    public IReadOnlyList<Gallery> Galleries { get; init; } = [];

    /// <summary>Top images of units and of random directions, a sheet per layer.</summary>
    public IReadOnlyList<UnitPictures> UnitSheets { get; init; } = [];

    /// <summary>Where and by what the report was made: the only part that is not the same everywhere.</summary>
    public required RunFacts Run { get; init; }
}

/// <summary>The first perturbed images of a set, beside their originals.</summary>
/// <param name="Table">The transfer table.</param>
/// <param name="Source">The source model; null for controls.</param>
/// <param name="Attack">The attack's name.</param>
/// <param name="Pictures">At least one.</param>
public sealed record Gallery(string Table, string? Source, string Attack, IReadOnlyList<ExamplePicture> Pictures);

/// <summary>What a report says of the machine and the program.</summary>
/// <param name="Facts">Names and values, in order.</param>
/// <param name="Commands">Command lines that show or recompute the study, and what each does.</param>
public sealed record RunFacts(IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<(string Line, string What)> Commands);
