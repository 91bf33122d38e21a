using Experiments.Settings;

namespace Experiments.Attacks;

/// <summary>A kind of attack or control, as the catalogue lists it.</summary>
public abstract class AttackType : IOptionsEntry
{
    private protected AttackType()
    {
    }

    /// <summary>As a study names it: <c>lbfgs</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Raised whenever the same options and inputs would give other bits than before.</summary>
    public required int Version { get; init; }

    /// <summary>It starts from the perturbed images of another attack.</summary>
    public bool NeedsBase { get; init; }

    /// <summary>A sealed record derived from <see cref="AttackOptions"/>.</summary>
    public abstract Type OptionsType { get; }

    /// <summary>It is made on a source model and wants to be misread by it, so that success is defined; a control does not.</summary>
    public abstract bool NeedsSource { get; }

    /// <summary>What the attack is asked for with options of <see cref="OptionsType"/>.</summary>
    public abstract AttackClass ClassOf(AttackOptions options);

    /// <summary>How many gradients of the source model one image costs, about, with options of <see cref="OptionsType"/> and a number of
    /// classes; 0 where it is made without a source. For the order of work and for estimates of its time.</summary>
    public abstract double GradientsPerImage(AttackOptions options, int classCount);

    /// <summary>Makes the attack from options of <see cref="OptionsType"/>.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message names every one.</exception>
    public abstract Attack Create(AttackOptions options);
}

/// <summary>An entry by its typed options.</summary>
/// <typeparam name="TOptions">Whatever its values, the attack is a control or it is none.</typeparam>
public sealed class AttackType<TOptions> : AttackType
    where TOptions : AttackOptions, new()
{
    /// <inheritdoc cref="AttackType.ClassOf"/>
    public required Func<TOptions, AttackClass> Class { get; init; }

    /// <inheritdoc cref="AttackType.GradientsPerImage"/>
    public Func<TOptions, int, double> Gradients { get; init; } = (_, _) => 0;

    /// <inheritdoc cref="AttackType.Create"/>
    public required Func<TOptions, Attack> Make { get; init; }

    /// <inheritdoc/>
    public override Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public override bool NeedsSource => Class(new TOptions()) is not Control;

    /// <inheritdoc/>
    public override AttackClass ClassOf(AttackOptions options) => Class((TOptions)options);

    /// <inheritdoc/>
    public override double GradientsPerImage(AttackOptions options, int classCount) => Gradients((TOptions)options, classCount);

    /// <inheritdoc/>
    public override Attack Create(AttackOptions options) => Make((TOptions)options);
}
