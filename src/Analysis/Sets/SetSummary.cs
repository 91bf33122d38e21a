using Experiments.Contracts;

namespace Experiments.Analysis;

/// <summary>The figures of a complete set of perturbed images.</summary>
/// <param name="Images">Perturbed images: clean images times draws.</param>
/// <param name="MisclassifiedBefore">Clean images that the source got wrong, each counted once whatever the draws; null without a
/// source.</param>
/// <param name="Successes">Images that the source model reads as the attack wanted; null for controls.</param>
/// <param name="MeanDistortion">Over all images, successful or not.</param>
/// <param name="MedianDistortion">The middle one, or the mean of the two middle ones.</param>
/// <param name="MeanLinf">Mean of the largest change of a pixel over all images; null where an image was perturbed before that was
/// measured.</param>
/// <param name="GradientEvaluations">Gradients of the source model spent on the set.</param>
public sealed record SetSummary(
    int Images, int? MisclassifiedBefore, int? Successes, double MeanDistortion, double MedianDistortion, double? MeanLinf,
    long GradientEvaluations)
{
    /// <summary>Summarises examples; the result does not depend on how they were cut into shards, as long as they come in image
    /// order.</summary>
    /// <exception cref="ArgumentException">There is no example.</exception>
    public static SetSummary Of(IReadOnlyList<AdversarialExampleRow> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
        {
            throw new ArgumentException("examples is empty; it must have at least 1 row.", nameof(examples));
        }

        var distortions = ValueSummary.Of([.. examples.Select(e => e.Distortion)]);
        return new SetSummary(
            examples.Count,
            examples.All(e => e.PredictedBefore is null)
                ? null
                : examples.Count(e => e.Draw == 0 && e.PredictedBefore is { } p && p != e.Label),
            examples.All(e => e.Success is null) ? null : examples.Count(e => e.Success == true),
            distortions.Mean,
            distortions.Median,
            examples.All(e => e.Linf is not null) ? examples.Average(e => e.Linf) : null,
            examples.Sum(e => (long)e.GradientEvaluations));
    }
}
