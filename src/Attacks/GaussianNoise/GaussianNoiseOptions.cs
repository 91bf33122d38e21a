using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>Options of the Gaussian noise control.</summary>
public sealed record GaussianNoiseOptions : AttackOptions
{
    /// <summary>Standard deviation of each pixel's change before clipping, in pixel units of [0, 1].</summary>
    /// <value>Default 0.1.</value>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double Stddev { get; init; } = 0.1;

    /// <summary>Whether pixels are clipped to [0, 1], so that the result is an image and its distortion is below the standard deviation
    /// where pixels lie near a bound; otherwise the noise keeps its mean of 0 and its full deviation.</summary>
    /// <value>Default true.</value>
    public bool Clip { get; init; } = true;

    /// <summary>Noisy images per clean one, each with noise of its own.</summary>
    /// <value>Default 1.</value>
    [Range(1, 1000)]
    public int Draws { get; init; } = 1;
}
