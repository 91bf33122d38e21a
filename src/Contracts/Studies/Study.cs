using System.Text.Json.Nodes;

namespace Experiments.Contracts;

/// <summary>
/// What a researcher submits: networks to train on slices of data, attacks, and which network is fed what. A study that exists has been
/// validated: names are unique, references resolve, options are complete (defaults filled in) and in range.
/// </summary>
public sealed record Study
{
    /// <summary>Lower-case letters, digits and hyphens; identifies the study in a database.</summary>
    public required string Name { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The seed that everything random in the study derives from, unless it names its own.</summary>
    public ulong Seed { get; init; }

    /// <summary>What computes the networks: <c>cuda</c> or <c>any</c>; null for the deterministic CPU backend.</summary>
    public string? Device { get; init; }

    /// <summary>Slices of data sets by the names that the rest of the study uses.</summary>
    public required IReadOnlyDictionary<string, DataSpec> Data { get; init; }

    public required IReadOnlyList<ModelSpec> Models { get; init; }

    public required IReadOnlyList<AttackSpec> Attacks { get; init; }

    public required IReadOnlyList<TransferSpec> Transfers { get; init; }

    /// <summary>What else is asked of the networks and the perturbed images.</summary>
    public IReadOnlyList<AnalysisSpec> Analyses { get; init; } = [];

    /// <summary>The published numbers to print beside ours: a name in the catalogue of published results; null for none.</summary>
    public string? CompareWith { get; init; }
}

/// <summary>A slice of a data set, and which part of a disjoint split of that slice.</summary>
public sealed record DataSpec
{
    /// <summary>Name in the catalogue of data sets: <c>mnist</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary><c>train</c>, <c>test</c>, or a half-open range of either: <c>train[0..30000)</c>.</summary>
    public required string Slice { get; init; }

    /// <summary>One part of a disjoint split of the slice; null for the whole slice.</summary>
    public SplitSpec? Split { get; init; }

    /// <summary>The size that every image is brought to; null for as it is.</summary>
    public ResizeSpec? Resize { get; init; }

    /// <summary>1 for gray, 3 for red, green and blue; null for as the images are.</summary>
    public int? Channels { get; init; }

    /// <summary>Two classes made of many; null for the classes as they are.</summary>
    public LabelsSpec? Labels { get; init; }
}

/// <summary>A size in pixels.</summary>
public sealed record ResizeSpec
{
    public required int Height { get; init; }

    public required int Width { get; init; }
}

/// <summary>One class against the rest.</summary>
public sealed record LabelsSpec
{
    /// <summary>The class that becomes class 1; all others become class 0.</summary>
    public required int Positive { get; init; }
}

/// <summary>Part <see cref="Part"/> of <see cref="Parts"/> equal disjoint parts, dealt out by a seeded permutation.</summary>
public sealed record SplitSpec
{
    /// <summary>Counted from 1.</summary>
    public required int Part { get; init; }

    public required int Parts { get; init; }

    /// <summary>Parts with equal seeds are disjoint.</summary>
    public required ulong Seed { get; init; }
}

/// <summary>A network to train.</summary>
public sealed record ModelSpec
{
    public required string Name { get; init; }

    /// <summary>Name of the data that it is trained on.</summary>
    public required string TrainOn { get; init; }

    /// <summary>The weight file, below the data folders, that it is read from instead of being trained; null for a network to train.</summary>
    public string? Pretrained { get; init; }

    /// <summary>Names of the data that its errors are reported on, beside the training data.</summary>
    public required IReadOnlyList<string> EvaluateOn { get; init; }

    /// <summary>Name of the data whose error is reported after every epoch; null for none. It never stops or steers the training.</summary>
    public string? HeldOut { get; init; }

    /// <summary>The seed of its initial weights and of the order of its images.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Type in the catalogue of architectures.</summary>
    public required string Architecture { get; init; }

    /// <summary>The architecture's complete options.</summary>
    public required JsonObject ArchitectureOptions { get; init; }

    /// <summary>The training's complete options.</summary>
    public required JsonObject Training { get; init; }

    /// <summary>The complete options of each pool of adversarial examples that the training uses, attack included; null for none.</summary>
    public IReadOnlyList<JsonObject>? AdversarialPools { get; init; }
}

/// <summary>An attack or a control.</summary>
public sealed record AttackSpec
{
    public required string Name { get; init; }

    /// <summary>Type in the catalogue of attacks.</summary>
    public required string Type { get; init; }

    /// <summary>The complete options.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>The attack whose perturbed images this one starts from; null for one that starts from clean images.</summary>
    public string? Of { get; init; }

    /// <summary>The seed of everything random in the attack.</summary>
    public required ulong Seed { get; init; }
}

/// <summary>One transfer table: every attack made on every source (a control once, without a source), fed to every victim.</summary>
public sealed record TransferSpec
{
    /// <summary>Unique in the study; names the table where published numbers are compared: <c>table2</c>.</summary>
    public required string Name { get; init; }

    public string? Title { get; init; }

    /// <summary>Name of the data whose images are perturbed.</summary>
    public required string Images { get; init; }

    /// <summary>Perturbs only the first this many images; null for all.</summary>
    public int? MaxImages { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public required IReadOnlyList<string> Attacks { get; init; }

    public required IReadOnlyList<string> Victims { get; init; }
}

/// <summary>An analysis: its name, its type and the options of that type.</summary>
public sealed record AnalysisSpec
{
    /// <summary>Unique among the study's transfers and analyses.</summary>
    public required string Name { get; init; }

    public string? Title { get; init; }

    /// <summary>Type in the catalogue of analyses.</summary>
    public required string Type { get; init; }

    /// <summary>The complete options.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>The seed of everything random in the analysis.</summary>
    public required ulong Seed { get; init; }
}
