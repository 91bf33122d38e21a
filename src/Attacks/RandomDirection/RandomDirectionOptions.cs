using System.ComponentModel.DataAnnotations;

namespace Experiments.Attacks;

/// <summary>Options of <see cref="RandomDirectionAttack"/>.</summary>
public sealed record RandomDirectionOptions : AttackOptions
{
    /// <summary>Whether pixels are clipped to [0, 1], so that the result is an image and its norm falls below the given one where pixels
    /// lie near a bound; otherwise the norm is exact.</summary>
    /// <value>Default true.</value>
    public bool Clip { get; init; } = true;

    /// <summary>Directions per image of the other set.</summary>
    /// <value>Default 1.</value>
    [Range(1, 10_000)]
    public int Draws { get; init; } = 1;
}
