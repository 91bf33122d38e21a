using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>Options of <see cref="DeepFoolAttack"/>.</summary>
public sealed record DeepFoolOptions : AttackOptions
{
    /// <summary>How far beyond the estimated boundary the sum of all steps is stretched, as a fraction of it.</summary>
    /// <value>Default 0.02.</value>
    [Range(0.0, 10.0)]
    public double Overshoot { get; init; } = 0.02;

    /// <summary>Steps at most, each with one gradient per class.</summary>
    /// <value>Default 50.</value>
    [Range(1, 10_000)]
    public int MaxIterations { get; init; } = 50;

    /// <summary>Values that a pixel may have: with 256 the attack looks for an image that keeps its success when it is stored in 8 bits, on
    /// the grid i / (levels - 1). Left out, pixels have any value.</summary>
    /// <value>Default none.</value>
    [Range(2, 65_536)]
    public int? Levels { get; init; }
}
