using Experiments.Attacks;
using Experiments.Networks;

namespace Experiments.Pipeline;

/// <summary>A pool of adversarial examples as a study file describes it.</summary>
public record PoolEntry : AdversarialPoolOptions
{
    /// <summary>
    /// What makes the examples: type and options of an attack or a control that starts from clean images. It is made on the network from the pool's layer
    /// on, as it stands; its images are that layer's inputs, and distortions are root mean squares over these.
    /// </summary>
    public required AttackOptions Attack { get; init; }
}

/// <summary>A pool of adversarial examples as a training job keeps it.</summary>
public sealed record PoolSettings : PoolEntry
{
    /// <summary>Version of the attack's algorithm.</summary>
    public required int AttackVersion { get; init; }
}
