using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>Options of the box-constrained L-BFGS attack.</summary>
public sealed record LbfgsOptions : AttackOptions
{
    /// <summary>Which wrong class an image is driven towards, or any.</summary>
    /// <value>Default random.</value>
    public TargetChoice Target { get; init; } = TargetChoice.Random;

    /// <summary>How many steps of curvature each example remembers.</summary>
    /// <value>Default 6.</value>
    [Range(1, 50)]
    public int History { get; init; } = 6;

    /// <summary>How closely the largest c is found: the search ends when what is left to gain in distortion is below this fraction of
    /// it.</summary>
    /// <value>Default 1e-4.</value>
    [Range(1e-6, 0.5)]
    public double DistortionTolerance { get; init; } = 1e-4;

    /// <summary>
    /// How closely the objective is minimised at the last c: ||P(x - g / 2c) - x|| / ||r||, the projected gradient in units of the
    /// perturbation. Its effect on the distortion is quadratic. A source with kinks (ReLU) may end short of it, where the objective stops
    /// falling.
    /// </summary>
    /// <value>Default 0.005.</value>
    [Range(1e-6, 0.5)]
    public double GradientTolerance { get; init; } = 0.005;

    /// <summary>Gradients of the source model that one example may spend; the best image so far counts.</summary>
    /// <value>Default 500.</value>
    [Range(2, 1_000_000)]
    public int MaxGradientEvaluations { get; init; } = 500;

    /// <summary>Values that a pixel may have: with 256 the attack looks for an image that keeps its success when it is stored in 8 bits, on
    /// the grid i / (levels - 1). Left out, pixels have any value.</summary>
    /// <value>Default none.</value>
    [Range(2, 65_536)]
    public int? Levels { get; init; }
}
