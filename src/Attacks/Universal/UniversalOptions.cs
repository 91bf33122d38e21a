using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>Options of <see cref="UniversalPerturbation"/>.</summary>
public sealed record UniversalOptions
{
    /// <summary>xi: the root mean square of the perturbation, at most, before images are clipped to [0, 1].</summary>
    /// <value>Default 0.1.</value>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double Stddev { get; init; } = 0.1;

    /// <summary>1 - delta: the share of the crafting images whose class is to change; rounds end once it is reached.</summary>
    /// <value>Default 0.8.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double FoolingRate { get; init; } = 0.8;

    /// <summary>Times that the crafting images are gone through, at most.</summary>
    /// <value>Default 5.</value>
    [Range(1, 1000)]
    public int MaxRounds { get; init; } = 5;

    /// <summary>DeepFool's overshoot for each addition.</summary>
    /// <value>Default 0.02.</value>
    [Range(0.0, 10.0)]
    public double Overshoot { get; init; } = 0.02;

    /// <summary>DeepFool's steps for each addition.</summary>
    /// <value>Default 10.</value>
    [Range(1, 10_000)]
    public int MaxIterations { get; init; } = 10;
}
