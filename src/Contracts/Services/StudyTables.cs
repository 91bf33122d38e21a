namespace Experiments.Contracts;

/// <summary>The tables of one study. Those of analyses are empty where the study has none.</summary>
public sealed record StudyTables
{
    public required string Study { get; init; }

    public string? Title { get; init; }

    public required IReadOnlyList<ModelLine> Models { get; init; }

    public required IReadOnlyList<ErrorLine> Errors { get; init; }

    public required IReadOnlyList<DistortionLine> Distortion { get; init; }

    public required IReadOnlyList<TransferLine> Transfer { get; init; }

    /// <summary>What the publication that the study compares itself with says, and what the study found; empty where it names none.</summary>
    public IReadOnlyList<ClaimLine> Claims { get; init; } = [];

    /// <summary>What the study's file says of itself; null where that is not known.</summary>
    public StudyOrigin? Origin { get; init; }

    /// <summary>Groups of networks that differ in their seeds, in the order of the comparisons.</summary>
    public IReadOnlyList<ModelGroupLine> Groups { get; init; } = [];

    /// <summary>How far layers can lengthen changes.</summary>
    public IReadOnlyList<SpectralLine> Spectral { get; init; } = [];

    /// <summary>How far they do.</summary>
    public IReadOnlyList<GainLine> Gains { get; init; } = [];

    /// <summary>Perturbations on images that they were not made for.</summary>
    public IReadOnlyList<UniversalLine> Universal { get; init; } = [];

    /// <summary>How far perturbations have to be lengthened to fool victims.</summary>
    public IReadOnlyList<TransferDistanceLine> TransferDistances { get; init; } = [];

    /// <summary>The curves of <see cref="TransferDistances"/>.</summary>
    public IReadOnlyList<TransferDistancePointLine> TransferDistancePoints { get; init; } = [];

    /// <summary>Units against directions: one line for each layer looked at and basis.</summary>
    public IReadOnlyList<UnitLine> Units { get; init; } = [];

    /// <summary>Accuracy against the size of noise and of adversarial perturbations.</summary>
    public IReadOnlyList<NoiseLine> NoiseCurves { get; init; } = [];

    /// <summary>How often random directions of an adversarial norm fool a network.</summary>
    public IReadOnlyList<RandomDirectionLine> RandomDirections { get; init; } = [];

    /// <summary>The transfer tables as the study states them, in its order: what is in here and not in <see cref="Transfer"/> has not run or has failed.</summary>
    public IReadOnlyList<TransferShape> Shapes { get; init; } = [];
}

/// <summary>Where a study comes from.</summary>
/// <param name="Description">What it is about; null for nothing.</param>
/// <param name="Seed">Everything random in it derives from this, unless it names seeds of its own.</param>
/// <param name="Publication">The publication that it compares itself with: authors, title, year; null for none.</param>
/// <param name="Datasets">The data sets that it reads.</param>
public sealed record StudyOrigin(string? Description, ulong Seed, string? Publication, IReadOnlyList<string> Datasets);

/// <summary>The rows and columns of one transfer table, whether or not they have results yet.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Title">Its title; null for none.</param>
/// <param name="Data">The study's name for the images that are perturbed.</param>
/// <param name="Rows">In the order of the table.</param>
/// <param name="Victims">In the order of the table.</param>
public sealed record TransferShape(string Table, string? Title, string Data, IReadOnlyList<TransferRowName> Rows, IReadOnlyList<string> Victims);

/// <param name="Source">The source model; null for controls.</param>
/// <param name="Attack">The attack's name.</param>
public sealed record TransferRowName(string? Source, string Attack);
