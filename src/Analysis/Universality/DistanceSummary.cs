namespace Experiments.Analysis;

/// <param name="Limit">Magnification, or root mean square change per pixel.</param>
/// <param name="Fooled">Images fooled within the limit.</param>
public readonly record struct DistancePoint(double Limit, int Fooled);

/// <summary>Transfer distances of many images to one victim. Images that are not fooled up to the cap are part of every
/// denominator.</summary>
public sealed class DistanceSummary
{
    private static readonly double[] Magnifications = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
    private static readonly double[] Distortions =
        [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1];

    private readonly double[] _magnifications;
    private readonly double[] _distortions;

    private DistanceSummary(int images, double cap, double[] magnifications, double[] distortions) =>
        (Images, Cap, _magnifications, _distortions) = (images, cap, magnifications, distortions);

    /// <summary>Images that the victim reads correctly without a change.</summary>
    public int Images { get; }

    /// <summary>Of these, images fooled up to the cap.</summary>
    public int Fooled => _magnifications.Length;

    /// <summary>The largest magnification tried.</summary>
    public double Cap { get; }

    /// <summary>Median change at the smallest magnification; null where fewer than half are fooled.</summary>
    public double? MedianDistortion => Quantile(_distortions, 0.5);

    /// <summary>Images fooled within growing magnifications, up to the cap.</summary>
    public IReadOnlyList<DistancePoint> ByMagnification =>
        [.. Magnifications.Where(m => m <= Cap).Select(m => new DistancePoint(m, _magnifications.Count(v => v <= m)))];

    /// <summary>Images fooled within growing changes; of those not fooled nothing more is known.</summary>
    public IReadOnlyList<DistancePoint> ByDistortion => [.. Distortions.Select(d => new DistancePoint(d, _distortions.Count(v => v <= d)))];

    /// <param name="points">One per image that the victim reads correctly without a change; null where the cap was reached.</param>
    /// <param name="cap">The largest magnification tried.</param>
    public static DistanceSummary Of(IReadOnlyList<FoolingPoint?> points, double cap)
    {
        ArgumentNullException.ThrowIfNull(points);
        var fooled = points.OfType<FoolingPoint>().ToList();
        return new DistanceSummary(
            points.Count, cap, [.. fooled.Select(p => p.Magnification).Order()], [.. fooled.Select(p => p.Distortion).Order()]);
    }

    /// <summary>The magnification that at least this share of the images is fooled within; null where that is beyond the cap.</summary>
    /// <param name="share">In (0, 1].</param>
    public double? Magnification(double share) => Quantile(_magnifications, share);

    private double? Quantile(double[] sorted, double share)
    {
        var rank = (int)Math.Ceiling(share * Images) - 1;
        return rank >= 0 && rank < sorted.Length ? sorted[rank] : null;
    }
}
