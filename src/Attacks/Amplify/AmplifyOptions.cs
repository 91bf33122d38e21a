using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>Options of <see cref="AmplifyAttack"/>.</summary>
public sealed record AmplifyOptions : AttackOptions
{
    /// <summary>Root mean square of the perturbation before clipping, in pixel units of [0, 1].</summary>
    /// <value>Default 0.1.</value>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double Stddev { get; init; } = 0.1;
}
