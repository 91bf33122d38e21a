namespace Experiments.Contracts;

/// <summary>
/// How far one set's perturbations have to be lengthened to fool a victim: the smallest magnification m at which x0 + m r, clipped to [0,
/// 1], is misread, per image. Images that the victim misreads from the start have none. Quartiles are over <see cref="VictimCorrect"/> and
/// null where they lie beyond <see cref="Cap"/>.
/// </summary>
[ResultTable(
    "transfer_distances", "transfer-distance", View = "transfer-distances",
    Title = "How far perturbations have to be lengthened to fool a victim",
    RowPer = "study, set and victim: how far perturbations have to be lengthened",
    Names = [StudyName.Analysis, StudyName.Source, StudyName.Attack, StudyName.Victim])]
[Check("counts", "victim_correct >= 0 AND victim_correct <= images AND fooled >= 0 AND fooled <= victim_correct")]
public sealed record TransferDistanceRow : ResultRow
{
    /// <summary>The job that collected the set.</summary>
    [Column(Name = "adversarial_set", Hidden = true, Indexed = true)]
    public required JobKey Set { get; init; }

    /// <summary>The training job of the victim model.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Victim { get; init; }

    /// <summary>Perturbed images of the set.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Of these, images whose clean original the victim classifies correctly.</summary>
    [Column(Header = "victim right on clean", Unit = "images")]
    public required int VictimCorrect { get; init; }

    /// <summary>Of these, images that are misread at some magnification up to the cap.</summary>
    [Column(Unit = "images")]
    public required int Fooled { get; init; }

    /// <summary>Share of the images that the victim classifies correctly.</summary>
    [Column(Header = "fooled up to the cap")]
    [Rate(nameof(Fooled), nameof(VictimCorrect))]
    public double? FooledRate => Derived();

    /// <summary>The largest magnification tried.</summary>
    [Column(Check = "cap > 0")]
    public required double Cap { get; init; }

    /// <summary>Of the smallest magnification that fools, over the images that the victim classifies correctly; null beyond the
    /// cap.</summary>
    public required double? FirstQuartile { get; init; }

    /// <summary>Median of the same.</summary>
    public required double? MedianMagnification { get; init; }

    /// <summary>Upper quartile of the same.</summary>
    public required double? ThirdQuartile { get; init; }

    /// <summary>Of the root mean square change per pixel at the smallest magnification, after clipping.</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range")]
    public required double? MedianDistortion { get; init; }
}
