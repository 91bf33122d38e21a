using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies;

/// <summary>What a researcher asks for: networks to train on slices of data, attacks, and which network is fed what. A study file is read
/// into it, checks and plans are made from it, and the database keeps it as its canonical JSON.</summary>
public sealed record Study
{
    /// <summary>Where editors find this format's schema; nothing else reads it.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Identifies the study in a database.</summary>
    [StudyName]
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public string? Title { get; init; }

    /// <summary>What the study is about.</summary>
    public string? Description { get; init; }

    /// <summary>The seed of every attack, analysis and split that does not name its own, and what the seeds of models are derived
    /// from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How often everything that is random is done anew: every network is trained and every attack and analysis run once for each
    /// replicate, with seeds derived from those of the first, which is the study without replicates. Data and their parts are the same in
    /// all.</summary>
    [Range(1, MostReplicates)]
    public int Replicates { get; init; } = 1;

    /// <summary>Prints published numbers beside ours: <c>szegedy2013</c>.</summary>
    public string? CompareWith { get; init; }

    /// <summary>What trains and runs the networks: <c>cpu</c>, the same bits on every machine; <c>cuda</c>, workers with a GPU;
    /// <c>torch-cpu</c>, torch on the processor; <c>any</c>, a GPU where the worker has one. Results of the last three are marked as not
    /// deterministic and are jobs of their own.</summary>
    public StudyDevice Device { get; init; }

    /// <summary>Slices of data sets by the names that the rest of the file uses.</summary>
    public required IReadOnlyDictionary<string, StudyData> Data { get; init; }

    /// <summary>Training options by name, for <c>"training": "name"</c> and <c>"training": { "like": "name", ... }</c>.</summary>
    public IReadOnlyDictionary<string, TrainingOptions> Trainings { get; init; } = new Dictionary<string, TrainingOptions>();

    /// <summary>Pools of adversarial examples by name, for <c>"adversarialPools": ["name", { "like": "name", ... }]</c>.</summary>
    public IReadOnlyDictionary<string, StudyPool> Pools { get; init; } = new Dictionary<string, StudyPool>();

    /// <summary>The networks to train.</summary>
    [MinLength(1)]
    public required IReadOnlyList<StudyModel> Models { get; init; }

    /// <summary>Attacks and controls.</summary>
    public IReadOnlyList<StudyAttack> Attacks { get; init; } = [];

    /// <summary>Which network is fed what.</summary>
    public IReadOnlyList<StudyTransfer> Transfers { get; init; } = [];

    /// <summary>What else is asked of the networks and the perturbed images.</summary>
    public IReadOnlyList<StudyAnalysis> Analyses { get; init; } = [];

    /// <summary>More are no study of one machine.</summary>
    internal const int MostReplicates = 1000;

    /// <summary>What the author may not have meant, in the order of the file; no part of the file.</summary>
    internal IReadOnlyList<StudyWarning> Warnings { get; init; } = [];

    /// <summary>The device as settings of jobs name it; null for the deterministic CPU backend, which they do not name.</summary>
    internal string? JobDevice => Device == StudyDevice.Cpu ? null : ValueShape.Choice(Device);

    /// <summary>The seed of a network's training: its own, or one derived from the study's seed and the network's name, so that networks
    /// that name none start from unrelated weights.</summary>
    /// <param name="model">One of the study's.</param>
    /// <param name="replicate">Counted from 1. Networks with equal seeds of their own have equal ones in every replicate.</param>
    internal ulong SeedOf(StudyModel model, int replicate = 1) =>
        model.Seed is { } own
            ? InReplicate(own, SeedPurpose.Model, replicate)
            : DerivedSeed.Of(Seed, SeedPurpose.Model, model.Name, replicate);

    /// <summary>The seed of an attack: its own or the study's. Attacks share it, so that the same image is driven to the same class and
    /// gets the same noise whatever the attack, the source and the size: what is compared differs in nothing else.</summary>
    /// <param name="attack">One of the study's.</param>
    /// <param name="replicate">Counted from 1.</param>
    internal ulong SeedOf(StudyAttack attack, int replicate = 1) => InReplicate(attack.Seed ?? Seed, SeedPurpose.Attack, replicate);

    /// <summary>The seed of an analysis: its own or the study's, for the reason that attacks share theirs.</summary>
    /// <param name="analysis">One of the study's.</param>
    /// <param name="replicate">Counted from 1.</param>
    internal ulong SeedOf(StudyAnalysis analysis, int replicate = 1) =>
        InReplicate(analysis.Seed ?? Seed, SeedPurpose.Analysis, replicate);

    /// <summary>The seed of the noise that sets of perturbed images are compared with: the study's, so that every set of an image is
    /// compared with noise in the same direction.</summary>
    /// <param name="replicate">Counted from 1.</param>
    internal ulong SeedOfNoise(int replicate) => InReplicate(Seed, SeedPurpose.Attack, replicate);

    private static ulong InReplicate(ulong seed, SeedPurpose purpose, int replicate) =>
        replicate == 1 ? seed : DerivedSeed.Of(seed, purpose, "", replicate);
}

/// <summary>What computes the networks of a study.</summary>
public enum StudyDevice
{
    Cpu,
    Cuda,
    TorchCpu,
    Any,
}

/// <summary>A slice of a data set.</summary>
public sealed record StudyData
{
    /// <summary>Name in the catalogue of data sets: <c>mnist</c>; or <c>folder:PATH</c>, a folder of PNG files below one of the data
    /// folders, laid out as SPLIT/CLASS/NAME.png.</summary>
    public required string Dataset { get; init; }

    /// <summary><c>train</c>, <c>test</c>, or a half-open range of either: <c>test[0..1000)</c>.</summary>
    public required string Slice { get; init; }

    /// <summary>One of several disjoint parts of the slice; left out for the whole slice.</summary>
    public StudySplit? Split { get; init; }

    /// <summary>Brings every image to this size, bilinearly. Needed for folders of images that differ in size; left out for images as they
    /// are.</summary>
    public StudyResize? Resize { get; init; }

    /// <summary>1 makes gray images of coloured ones, 3 gives gray images three equal channels; left out for images as they are.</summary>
    [Range(1, 3)]
    public int? Channels { get; init; }

    /// <summary>Makes two classes of many; left out for the classes as they are.</summary>
    public StudyLabels? Labels { get; init; }
}

/// <summary>A size in pixels.</summary>
public sealed record StudyResize
{
    /// <summary>Rows.</summary>
    [Range(1, ImageFormRules.MaxSide)]
    public required int Height { get; init; }

    /// <summary>Columns.</summary>
    [Range(1, ImageFormRules.MaxSide)]
    public required int Width { get; init; }
}

/// <summary>One class against the rest.</summary>
public sealed record StudyLabels
{
    /// <summary>The class that becomes class 1; all others become class 0.</summary>
    [Range(0, LabelledImages.MostClasses - 1)]
    public required int Positive { get; init; }
}

/// <summary>One of several equal disjoint parts of a slice, dealt out by a seeded permutation.</summary>
public sealed record StudySplit : IValidatableObject
{
    /// <summary>Counted from 1.</summary>
    [Range(1, 1000)]
    public required int Part { get; init; }

    /// <summary>How many parts there are.</summary>
    [Range(2, 1000)]
    public required int Parts { get; init; }

    /// <summary>Parts with equal seeds are disjoint. Left out: the study's seed.</summary>
    public ulong? Seed { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Part > Parts)
        {
            yield return new ValidationResult($"part is {Part}; it must be from 1 to parts, which is {Parts}.", [nameof(Part)]);
        }
    }
}

/// <summary>A network to train.</summary>
public sealed record StudyModel
{
    /// <summary>Unique among the models.</summary>
    [PartName]
    public required string Name { get; init; }

    /// <summary>Type and options of the architecture.</summary>
    public required ArchitectureOptions Architecture { get; init; }

    /// <summary>How it is trained: options, the name of one of <c>trainings</c>, or options that are <c>like</c> one of them.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Pools of adversarial examples that it is trained on beside its data, in turn: options, names of <c>pools</c>, or options
    /// that are <c>like</c> one of them. Left out: none.</summary>
    [MinLength(1), MaxLength(64)]
    public IReadOnlyList<StudyPool>? AdversarialPools { get; init; }

    /// <summary>Name of the data that it is trained on.</summary>
    public required string TrainOn { get; init; }

    /// <summary>
    /// A safetensors file below one of the data folders that the weights are read from, with the tensor names and shapes that
    /// <c>models export</c> writes (PyTorch's). The network is not trained then: <c>training</c>, <c>heldOut</c> and <c>seed</c> must be
    /// left out, and <c>trainOn</c> names images of the shape and classes that it was trained for.
    /// </summary>
    public string? Pretrained { get; init; }

    /// <summary>Names of the data that its errors are reported on, beside the training data.</summary>
    public IReadOnlyList<string> EvaluateOn { get; init; } = [];

    /// <summary>Name of the data whose error is reported after every epoch. It never stops or steers the training.</summary>
    public string? HeldOut { get; init; }

    /// <summary>The seed of its initial weights and of the order of its images. Left out: one derived from the study's seed and the model's
    /// name.</summary>
    public ulong? Seed { get; init; }
}

/// <summary>A pool of adversarial examples that a network is trained on beside its data.</summary>
public sealed record StudyPool : AdversarialPoolOptions
{
    /// <summary>
    /// What makes the examples: type and options of an attack or a control that starts from clean images. It is made on the network from
    /// the pool's layer on, as it stands; its images are that layer's inputs, and distortions are root mean squares over these.
    /// </summary>
    public required AttackOptions Attack { get; init; }
}

/// <summary>An attack or a control: its name, its type and the options of that type.</summary>
public sealed record StudyAttack
{
    /// <summary>Unique among the attacks.</summary>
    [PartName]
    public required string Name { get; init; }

    /// <summary>Name of the attack whose perturbed images this one starts from, for types that need one.</summary>
    [EntryName(nameof(Study.Attacks))]
    public string? Of { get; init; }

    /// <summary>The seed of everything random in the attack. Left out: the study's seed.</summary>
    public ulong? Seed { get; init; }

    [InlineOptions]
    public required AttackOptions Options { get; init; }
}

/// <summary>One transfer table: every attack made on every source (a control once, without a source), fed to every victim.</summary>
public sealed record StudyTransfer
{
    /// <summary>Unique among the transfers; names the table where published numbers are compared: <c>table2</c>.</summary>
    [StudyName]
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public string? Title { get; init; }

    /// <summary>Name of the data whose images are perturbed.</summary>
    public required string Images { get; init; }

    /// <summary>Perturbs only the first this many images; left out for all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxImages { get; init; }

    /// <summary>Names of the models that attacks are made on; none where all attacks are controls.</summary>
    [EntryName(nameof(Study.Models))]
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Names of attacks, in the order of the table's rows.</summary>
    [MinLength(1)]
    [EntryName(nameof(Study.Attacks))]
    public required IReadOnlyList<string> Attacks { get; init; }

    /// <summary>Names of the models that are fed the perturbed images, in the order of the table's columns.</summary>
    [MinLength(1)]
    [EntryName(nameof(Study.Models))]
    public required IReadOnlyList<string> Victims { get; init; }
}

/// <summary>An analysis: its name, its type and the options of that type.</summary>
public sealed record StudyAnalysis
{
    /// <summary>Unique among the transfers and analyses.</summary>
    [StudyName]
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public string? Title { get; init; }

    /// <summary>The seed of everything random in the analysis. Left out: the study's seed.</summary>
    public ulong? Seed { get; init; }

    [InlineOptions]
    public required AnalysisOptions Options { get; init; }
}
