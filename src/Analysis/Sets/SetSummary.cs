using Experiments.Contracts;

namespace Experiments.Analysis;

/// <summary>The figures of a complete set of perturbed images.</summary>
public sealed record SetSummary
{
    /// <summary>Perturbed images: clean images times draws.</summary>
    public required int Images { get; init; }

    /// <summary>Those whose clean image the source misread, or read as no class; null without a source.</summary>
    public required int? MisclassifiedBefore { get; init; }

    /// <summary>The others; null without a source.</summary>
    public required int? Attacked { get; init; }

    /// <summary>Images among <see cref="Attacked"/> that the source reads as the attack wanted; null for controls.</summary>
    public required int? Successes { get; init; }

    /// <summary>All images that the source reads as the attack wanted, those misread before among them; null for controls.</summary>
    public required int? Wanted { get; init; }

    /// <summary>Of a minimal-norm attack among its successes, null for none; of others over all images.</summary>
    public required double? MeanDistortion { get; init; }

    /// <summary>The middle one, or the mean of the two middle ones. Of a minimal-norm attack over <see cref="Attacked"/>, a failure as
    /// infinitely far: null where that makes it infinite, or nothing was attacked.</summary>
    public required double? MedianDistortion { get; init; }

    /// <summary>Mean of the largest change of a pixel, over the images of <see cref="MeanDistortion"/>; null also where one was perturbed
    /// before that was measured.</summary>
    public required double? MeanLinf { get; init; }

    /// <summary>Of a minimal-norm attack over <see cref="Wanted"/>, null for none; of others over all images.</summary>
    public required double? MeanDistortionWanted { get; init; }

    /// <summary>Gradients of the source model spent on the set.</summary>
    public required long GradientEvaluations { get; init; }

    /// <summary>Summarises examples; the result does not depend on how they were cut into shards, as long as they come in image
    /// order.</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="isMinimal">Whether the attack looks for the smallest change: an image that it failed on has no distortion then, not one
    /// of 0.</param>
    /// <exception cref="ArgumentException">There is no example.</exception>
    public static SetSummary Of(IReadOnlyList<AdversarialExampleRow> examples, bool isMinimal)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
        {
            throw new ArgumentException("examples is empty; it must have at least 1 row.", nameof(examples));
        }

        var isJudged = examples.Any(e => e.Success is not null);
        var isRead = isJudged || examples.Any(e => e.PredictedBefore is not null);
        var attacked = isRead ? examples.Where(e => e.PredictedBefore == e.Label).ToList() : examples;
        var successes = attacked.Where(e => e.Success == true).ToList();
        var wanted = examples.Where(e => e.Success == true).ToList();
        var moved = isMinimal ? successes : examples;
        return new SetSummary
        {
            Images = examples.Count,
            MisclassifiedBefore = isRead ? examples.Count - attacked.Count : null,
            Attacked = isRead ? attacked.Count : null,
            Successes = isJudged ? successes.Count : null,
            Wanted = isJudged ? wanted.Count : null,
            MeanDistortion = Mean(moved),
            MedianDistortion = isMinimal ? Median(successes, attacked.Count) : Median(examples, examples.Count),
            MeanLinf = moved.Count > 0 && moved.All(e => e.Linf is not null) ? moved.Average(e => e.Linf) : null,
            MeanDistortionWanted = Mean(isMinimal ? wanted : examples),
            GradientEvaluations = examples.Sum(e => (long)e.GradientEvaluations),
        };
    }

    private static double? Mean(IReadOnlyList<AdversarialExampleRow> examples) =>
        examples.Count == 0 ? null : SpreadOfValues.Of([.. examples.Select(e => e.Distortion)]).Mean;

    /// <summary>The median of so many values, of which all but those of the examples are infinite; null where it is infinite.</summary>
    private static double? Median(IReadOnlyList<AdversarialExampleRow> examples, int count)
    {
        var sorted = examples.Select(e => e.Distortion).Order().ToArray();
        return count / 2 < sorted.Length ? (sorted[(count - 1) / 2] + sorted[count / 2]) / 2 : null;
    }
}
