using System.ComponentModel.DataAnnotations;
using Experiments.Settings;

namespace Experiments.Attacks;

/// <summary>What attacks within a budget have in common.</summary>
public abstract record FixedBudgetOptions : AttackOptions, IValidatableObject, IWarnedOptions
{
    /// <summary>
    /// The norm of budget and steps: <c>linf</c>, the largest change of a pixel; <c>l2</c>, the Euclidean norm, beside which
    /// <c>euclidean</c> must stand; <c>rms</c>, the root mean square of the change per pixel, which is the Euclidean norm / sqrt(number of
    /// pixels).
    /// </summary>
    /// <value>Default of pgd: rms.</value>
    public PerturbationNorm Norm { get; init; } = PerturbationNorm.Rms;

    /// <summary>
    /// True says that <c>l2</c> means the Euclidean norm. It must be said, for <c>rms</c> was spelled <c>l2</c> before, and a budget of
    /// that time is sqrt(number of pixels) times as large: a study written then is refused, not read as another attack. Left out with the
    /// other norms.
    /// </summary>
    public bool? Euclidean { get; init; }

    /// <summary>The budget: no perturbation is larger. In pixel units of [0, 1].</summary>
    /// <value>Default of pgd: 0.1.</value>
    [Range(0.0, 10_000.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Length of one step in the norm, in pixel units of [0, 1].</summary>
    /// <value>Default of pgd: 0.025.</value>
    [Range(0.0, 10_000.0, MinimumIsExclusive = true)]
    public double StepSize { get; init; } = 0.025;

    /// <summary>Steps, each with one gradient of the source model.</summary>
    /// <value>Default of pgd: 10.</value>
    [Range(1, 100_000)]
    public int Steps { get; init; } = 10;

    /// <summary>Whether to start at a random point within the budget, or at the clean image.</summary>
    /// <value>Default of pgd: true.</value>
    public bool RandomStart { get; init; } = true;

    /// <summary>Which wrong class an image is driven towards, or any.</summary>
    /// <value>Default of pgd: untargeted.</value>
    public TargetChoice Target { get; init; } = TargetChoice.Untargeted;

    /// <summary>Values that a pixel may have: with 256 the attack looks for an image that keeps its success when it is stored in 8 bits, on
    /// the grid i / (levels - 1). Left out, pixels have any value.</summary>
    /// <value>Default none.</value>
    [Range(2, 65_536)]
    public int? Levels { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Warnings()
    {
        if (StepSize > Epsilon)
        {
            yield return new ValidationResult(
                FormattableString.Invariant($"stepSize is {StepSize}, above epsilon, {Epsilon}: every step ends at the edge of the ")
                    + "budget. Make it at most epsilon.",
                [nameof(StepSize), nameof(Epsilon)]);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Norm == PerturbationNorm.L2 && Euclidean != true)
        {
            yield return new ValidationResult(
                "norm is 'l2'; it must be rms for the root mean square of the change per pixel, which was spelled l2 before, or have "
                    + "\"euclidean\": true beside it "
                + "for the Euclidean norm.",
                [nameof(Norm)]);
        }

        if (Norm != PerturbationNorm.L2 && Euclidean is { } euclidean)
        {
            yield return new ValidationResult(
                $"euclidean is {(euclidean ? "true" : "false")}; it must be left out unless norm is l2.", [nameof(Euclidean)]);
        }

        foreach (var (name, value) in new[] { (nameof(Epsilon), Epsilon), (nameof(StepSize), StepSize) })
        {
            if (Norm != PerturbationNorm.L2 && value > 1)
            {
                var option = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
                yield return new ValidationResult(
                    FormattableString.Invariant($"{option} is {value}; it must be above 0 and at most 1 unless norm is l2."), [name]);
            }
        }
    }
}
