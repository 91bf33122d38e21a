namespace Experiments.Contracts;

/// <summary>A point of the curve behind a <see cref="TransferDistanceRow"/>: the share of images fooled within a limit.</summary>
[ResultTable(
    "transfer_distance_points", "transfer-distance", Key = [nameof(Axis), nameof(Step)], View = "transfer-distance-points",
    Title = "Images fooled within growing limits", RowPer = "study, set, victim, axis and step: the curves of `v_transfer_distances`",
    Names = [StudyName.Analysis, StudyName.Source, StudyName.Attack, StudyName.Victim])]
[Check("counts", "fooled >= 0 AND fooled <= images")]
public sealed record TransferDistancePointRow : ResultRow
{
    /// <summary><c>magnification</c>, or <c>distortion</c>: root mean square change per pixel.</summary>
    [Column(NamesRow = true)]
    public required string Axis { get; init; }

    /// <summary>Counted from 0 along the axis.</summary>
    [Column(Format = ColumnFormat.Ordinal, Unit = "from 0")]
    public required int Step { get; init; }

    /// <summary>Largest magnification or distortion of the point.</summary>
    [Column(Name = "limit_value", Header = "limit", NamesRow = true)]
    public required double Limit { get; init; }

    /// <summary>Images whose clean original the victim classifies correctly.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Of these, images that are misread at some magnification within the limit.</summary>
    [Column(Unit = "images")]
    public required int Fooled { get; init; }

    /// <summary>Share of the images that are misread within the limit.</summary>
    [Column(Header = "share")]
    [Rate(nameof(Fooled), nameof(Images))]
    public double? FooledRate => Derived();

    [Wilson(nameof(FooledRate), IntervalEnd.Low)]
    public double? RateLow => Derived();

    [Wilson(nameof(FooledRate), IntervalEnd.High)]
    public double? RateHigh => Derived();
}
