using Experiments.Pipeline.Studies;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>A pool of adversarial examples as a training job keeps it.</summary>
public sealed record PoolSettings
{
    [InlineOptions]
    public required StudyPool Pool { get; init; }

    /// <summary>Version of the attack's algorithm.</summary>
    public required int AttackVersion { get; init; }
}
