using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Settings of a training job.</summary>
public sealed record TrainSettings
{
    public required ArchitectureOptions Architecture { get; init; }

    public required TrainingOptions Training { get; init; }

    /// <summary>Pools of adversarial examples that the training uses in turn; null for none, which leaves the key as it was before there
    /// were any.</summary>
    public IReadOnlyList<PoolSettings>? AdversarialPools { get; init; }

    /// <summary>Of everything random in the training; 0 for weights that are read, for which nothing is drawn.</summary>
    public required ulong Seed { get; init; }

    public required DataSettings Data { get; init; }

    /// <summary>Weights that are read instead of trained; null for a network to train.</summary>
    public PretrainedSettings? Pretrained { get; init; }

    /// <summary>What errors are counted on after every epoch; they are rows of the job, so they are part of its key.</summary>
    public DataSettings? HeldOut { get; init; }

    /// <summary>The training itself and those that the architecture's options bring, whatever they are called.</summary>
    internal IEnumerable<TrainingOptions> Stages() =>
        OptionsType.Of(Architecture.GetType()).Members
            .Select(member => member.Property.GetValue(Architecture))
            .OfType<TrainingOptions>()
            .Prepend(Training);
}

/// <summary>A weight file from elsewhere.</summary>
public sealed record PretrainedSettings
{
    /// <summary>Path below a data folder.</summary>
    public required string File { get; init; }

    /// <summary>Of the file's content.</summary>
    public required string Sha256 { get; init; }
}
