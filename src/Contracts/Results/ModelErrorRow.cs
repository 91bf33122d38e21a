namespace Experiments.Contracts;

/// <summary>How often a network errs on a slice of clean data.</summary>
[ResultTable(
    "model_errors", "errors", Key = [nameof(Data)], View = "errors", Title = "Errors on clean images",
    RowPer = "study, network and slice of clean images", Names = [StudyName.Model, StudyName.Data], Always = true)]
public sealed record ModelErrorRow : ResultRow
{
    /// <summary>The training job of the network.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Model { get; init; }

    /// <summary>The images in canonical form: <c>mnist/test[0..10000)</c>.</summary>
    [Column(Hidden = true)]
    public required string Data { get; init; }

    /// <summary>Clean images.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Misclassified ones.</summary>
    [Column(Unit = "images", Check = "errors >= 0 AND errors <= images")]
    public required int Errors { get; init; }

    /// <summary>Share of the images that are misclassified.</summary>
    [Column(Header = "error")]
    [Published]
    [Rate(nameof(Errors), nameof(Images))]
    public double? ErrorRate => Derived();

    [Wilson(nameof(ErrorRate), IntervalEnd.Low)]
    public double? ErrorRateLow => Derived();

    [Wilson(nameof(ErrorRate), IntervalEnd.High)]
    public double? ErrorRateHigh => Derived();

    /// <summary>What computed the network's answers: <c>cpu</c> or <c>torch</c>.</summary>
    [Column(Hidden = true)]
    public string Backend { get; init; } = "cpu";

    /// <summary>Whether the study computed again anywhere gives the same row.</summary>
    [Column(Hidden = true)]
    public bool Deterministic { get; init; } = true;
}
