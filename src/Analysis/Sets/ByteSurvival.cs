using Experiments.Contracts;

namespace Experiments.Analysis;

/// <summary>What storing a set in 8 bits per channel does to it, and what the source has no class for.</summary>
/// <param name="Survivors">Images that the source reads rightly before, as the attack wanted after, and still so when they are stored in 8
/// bits; null for controls without a source, and where that was not looked at.</param>
/// <param name="NoClass">Perturbed images that the source reads as no class; null for controls without a source.</param>
public sealed record ByteSurvival(int? Survivors, int? NoClass)
{
    /// <summary>Counts examples.</summary>
    public static ByteSurvival Of(IReadOnlyList<AdversarialExampleRow> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.All(e => e.Success is null))
        {
            return new ByteSurvival(null, null);
        }

        var successes = examples.Where(e => e.Success == true && e.PredictedBefore == e.Label).ToList();
        return new ByteSurvival(
            successes.All(e => e.SuccessAsBytes is not null) ? successes.Count(e => e.SuccessAsBytes == true) : null,
            examples.Count(e => e.PredictedAfter is null));
    }
}
