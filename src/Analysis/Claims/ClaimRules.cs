using System.Globalization;

namespace Experiments.Analysis;

/// <summary>What a comparison with a publication found.</summary>
/// <param name="Ours">Our number with its interval; for an order, the share of the pairs that have it (the interval is that share
/// itself).</param>
/// <param name="Verdict">See <see cref="ClaimVerdict"/>.</param>
/// <param name="Detail">For an order, how many pairs say what; null for a number.</param>
public sealed record ClaimFinding(Estimate Ours, ClaimVerdict Verdict, string? Detail);

/// <summary>The rules by which published statements are judged.</summary>
public static class ClaimRules
{
    // Of the arithmetic of a rate or a distance, far below any printed digit.
    private const double Rounding = 1e-12;

    /// <summary>A published number.</summary>
    /// <param name="ours">Measured.</param>
    /// <param name="theirs">As published, with the interval of its own sampling.</param>
    /// <param name="halfDigit">Half a unit of its last printed digit: what rounding hid.</param>
    public static ClaimFinding Number(Estimate ours, Estimate theirs, double halfDigit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(halfDigit);
        var difference = ours.Minus(theirs);
        var verdict = Math.Abs(difference.Value) <= halfDigit + Rounding ? ClaimVerdict.Reproduced
            : difference.Low <= halfDigit && difference.High >= -halfDigit ? ClaimVerdict.InsideInterval
            : ClaimVerdict.Deviates;
        return new ClaimFinding(ours, verdict, Detail: null);
    }

    /// <summary>"All": every one of the rates is 1. There is no interval around a statement without exception: one counter-example makes it
    /// deviate.</summary>
    /// <param name="counts">What was counted, out of what.</param>
    public static ClaimFinding Always(IReadOnlyList<(long Count, long Total)> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (count, total) = (counts.Sum(c => c.Count), counts.Sum(c => c.Total));
        var detail = string.Create(CultureInfo.InvariantCulture, $"{count:#,0} of {total:#,0} in {counts.Count} sets");
        return new ClaimFinding(Estimate.OfRate(count, total), count == total ? ClaimVerdict.Reproduced : ClaimVerdict.Deviates, detail);
    }

    /// <summary>"At most": the published bound against each measured rate.</summary>
    /// <param name="values">Measured.</param>
    /// <param name="bound">The largest value that the statement allows.</param>
    /// <returns>With the largest of the values as ours.</returns>
    public static ClaimFinding AtMost(IReadOnlyList<Estimate> values, double bound) =>
        Order([.. values.Select(v => (new Estimate(bound, bound, bound), v))], "values") with { Ours = values.MaxBy(v => v.Value) };

    /// <summary>"More than": in every pair the first is larger than the second.</summary>
    /// <param name="pairs">At least one.</param>
    public static ClaimFinding MoreThan(IReadOnlyList<(Estimate More, Estimate Less)> pairs) => Order(pairs, "pairs");

    /// <summary>"Not less than": in no pair is the first clearly smaller than the second, and in most it is not smaller at all.</summary>
    /// <param name="pairs">At least one.</param>
    public static ClaimFinding NotLess(IReadOnlyList<(Estimate Same, Estimate Than)> pairs)
    {
        var order = Order(pairs, "pairs");
        return order.Verdict == ClaimVerdict.Deviates ? order
            : order with { Verdict = order.Ours.Value > 0.5 ? ClaimVerdict.Reproduced : ClaimVerdict.InsideInterval };
    }

    private static ClaimFinding Order(IReadOnlyList<(Estimate More, Estimate Less)> pairs, string what)
    {
        if (pairs.Count == 0)
        {
            throw new ArgumentException("pairs is empty; it must have at least one.", nameof(pairs));
        }

        var differences = pairs.Select(p => p.More.Minus(p.Less)).ToList();
        var (held, clear, reversed) =
            (differences.Count(d => d.Value > 0), differences.Count(d => d.Low > 0), differences.Count(d => d.High < 0));
        var verdict = clear == pairs.Count ? ClaimVerdict.Reproduced : reversed > 0 ? ClaimVerdict.Deviates : ClaimVerdict.InsideInterval;
        var share = (double)held / pairs.Count;
        return new ClaimFinding(new Estimate(share, share, share), verdict, string.Create(
            CultureInfo.InvariantCulture, $"holds in {held} of {pairs.Count} {what}, clearly in {clear}; clearly reversed in {reversed}"));
    }
}
