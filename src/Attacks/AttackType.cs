namespace Experiments.Attacks;

/// <summary>A kind of attack or control, as the catalogue lists it.</summary>
public sealed record AttackType
{
    /// <summary>As a study names it: <c>lbfgs</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Raised whenever the same options and inputs would give other bits than before.</summary>
    public required int Version { get; init; }

    /// <summary>A sealed record derived from <see cref="AttackOptions"/>.</summary>
    public required Type OptionsType { get; init; }

    /// <summary>It is made on a source model and wants to be misread by it, so that success is defined; a control does not.</summary>
    public required bool NeedsSource { get; init; }

    /// <summary>It starts from the perturbed images of another attack.</summary>
    public required bool NeedsBase { get; init; }

    /// <summary>
    /// How many gradients of the source model one image costs, about, with options of <see cref="OptionsType"/> and a number of classes; 0 where it is made
    /// without a source. For the order of work and for estimates of its time.
    /// </summary>
    public required Func<AttackOptions, int, double> GradientsPerImage { get; init; }

    /// <summary>
    /// Makes the attack from options of <see cref="OptionsType"/>. Throws an <see cref="ArgumentException"/> that names every option out of
    /// range.
    /// </summary>
    public required Func<AttackOptions, IAttack> Create { get; init; }
}
