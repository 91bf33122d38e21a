namespace Experiments.Contracts;

/// <summary>
/// How far one set's perturbations have to be lengthened to fool a victim: the smallest magnification m at which x0 + m r, clipped to [0, 1], is misread, per image. Images that the victim misreads from the
/// start have none. Quartiles are over <see cref="VictimCorrect"/> and null where they lie beyond <see cref="Cap"/>.
/// </summary>
public sealed record TransferDistanceRow : ResultRow
{
    /// <summary>The job that collected the set.</summary>
    public required JobKey Set { get; init; }

    /// <summary>The training job of the victim model.</summary>
    public required JobKey Victim { get; init; }

    /// <summary>Perturbed images of the set.</summary>
    public required int Images { get; init; }

    /// <summary>Of these, images whose clean original the victim classifies correctly.</summary>
    public required int VictimCorrect { get; init; }

    /// <summary>Of these, images that are misread at some magnification up to the cap.</summary>
    public required int Fooled { get; init; }

    /// <summary>The largest magnification tried.</summary>
    public required double Cap { get; init; }

    public required double? FirstQuartile { get; init; }

    public required double? MedianMagnification { get; init; }

    public required double? ThirdQuartile { get; init; }

    /// <summary>Of the root mean square change per pixel at the smallest magnification, after clipping.</summary>
    public required double? MedianDistortion { get; init; }
}
