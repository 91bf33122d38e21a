using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>Options of the Gaussian noise control.</summary>
public sealed record GaussianNoiseOptions : AttackOptions
{
    /// <summary>Standard deviation of each pixel's change before clipping, in pixel units of [0, 1].</summary>
    /// <value>Default 0.1.</value>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double Stddev { get; init; } = 0.1;

    /// <summary>Noisy images per clean one, each with noise of its own.</summary>
    /// <value>Default 1.</value>
    [Range(1, 1000)]
    public int Draws { get; init; } = 1;
}
