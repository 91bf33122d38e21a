using Experiments.Contracts;

namespace Experiments.Analysis;

/// <summary>What the images of a draw have in common.</summary>
public enum UnitBasis
{
    /// <summary>They drive one unit of the layer most: the natural basis.</summary>
    Unit,

    /// <summary>Their activations reach farthest along one random direction: the random basis.</summary>
    RandomDirection,

    /// <summary>Nothing: they were picked at random.</summary>
    RandomImages,
}

/// <summary>The images that one unit, random direction or random choice picks.</summary>
/// <param name="Basis">How they were picked.</param>
/// <param name="Draw">The unit, or which random direction or choice, from 0.</param>
/// <param name="Images">Indices among the images that were looked at, best first.</param>
/// <param name="Tied">The scores do not decide which images are best: see <see cref="TopScores.IsTied"/>.</param>
/// <param name="Coherence">How much their classes have in common.</param>
public sealed record UnitDraw(UnitBasis Basis, int Draw, IReadOnlyList<int> Images, bool Tied, LabelCoherence Coherence);

/// <summary>The draws of one basis together.</summary>
/// <param name="Basis">How images were picked.</param>
/// <param name="Draws">Units, directions or choices that decide which images are best; only these are in the means.</param>
/// <param name="Tied">Units or directions that do not.</param>
/// <param name="Purity">Mean and 95 % interval over the draws; null where every draw is tied.</param>
/// <param name="EntropyBits">Mean and 95 % interval over the draws; null where every draw is tied.</param>
public sealed record UnitGroup(UnitBasis Basis, int Draws, int Tied, StudentInterval? Purity, StudentInterval? EntropyBits)
{
    /// <summary>One group for each basis that has draws, in the order of the enumeration. The intervals are Student's and take draws as
    /// independent.</summary>
    /// <param name="draws">The draws of one layer.</param>
    /// <param name="classCount">Number of classes: the entropy is at most its binary logarithm.</param>
    public static IReadOnlyList<UnitGroup> Of(IReadOnlyList<UnitDraw> draws, int classCount) =>
        [.. draws.GroupBy(d => d.Basis).OrderBy(g => g.Key).Select(g => Of(g.Key, [.. g], classCount))];

    private static UnitGroup Of(UnitBasis basis, IReadOnlyList<UnitDraw> all, int classCount)
    {
        var decided = all.Where(d => !d.Tied).Select(d => d.Coherence).ToList();
        return decided.Count == 0
            ? new UnitGroup(basis, 0, all.Count, null, null)
            : new UnitGroup(
                basis,
                decided.Count,
                all.Count - decided.Count,
                StudentInterval.Of([.. decided.Select(c => c.Purity)]).Within(0, 1),
                StudentInterval.Of([.. decided.Select(c => c.EntropyBits)]).Within(0, LabelCoherence.Log2(classCount)));
    }
}
