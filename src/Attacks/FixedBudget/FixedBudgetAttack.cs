namespace Experiments.Attacks;

/// <summary>
/// An attack within a budget: a number of steps of a fixed length along a direction made of the gradient of the cross-entropy, each
/// followed by a projection onto the ball of radius epsilon around the clean image x0 and onto [0, 1]. Untargeted, the true class's
/// cross-entropy is raised; with a target class, that of the target class is lowered. Kept is the last iterate, successful or not; where
/// the source's logits or gradient are no numbers, the last one at which they are. No perturbation is larger than the budget, to the last
/// bit.
/// </summary>
/// <typeparam name="TOptions">The record that a study's options are read into.</typeparam>
/// <param name="type">The catalogue's entry.</param>
/// <param name="options">In range.</param>
public abstract class FixedBudgetAttack<TOptions>(AttackType type, TOptions options)
    : GradientAttack<TOptions>(type, options, options.Target)
    where TOptions : FixedBudgetOptions, new()
{
    /// <summary>An entry of the catalogue.</summary>
    protected static AttackType Entry(string name, int version, Func<TOptions, Attack> make) => new AttackType<TOptions>
    {
        Name = name,
        Version = version,
        Class = options => new FixedBudget(options.Norm, options.Epsilon),
        Gradients = (options, classes) => (double)options.Steps * GoalChoice.PerImage(options.Target, classes),
        Make = make,
    };

    /// <summary>What is made of the gradients of one row at a time; null for nothing.</summary>
    /// <param name="length">Pixels of an image.</param>
    protected virtual StepDirection? OpenDirection(int length) => null;

    /// <inheritdoc/>
    protected sealed override RowSearch OpenSearch(int length) => Options.Levels is { } levels
        ? new GridDescentSearch(Options, levels, length, OpenDirection(length))
        : new DescentSearch(Options, length, OpenDirection(length));
}
