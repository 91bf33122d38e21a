namespace Experiments.Contracts;

/// <summary>One cell of a transfer matrix: a set of perturbed images fed to a victim model. Every rate has its denominator; the interval is
/// Wilson's at 95 % for <see cref="Errors"/> out of <see cref="Images"/>.</summary>
[ResultTable(
    "transfer_cells", "evaluate", View = "transfer", Title = "Transfer",
    RowPer = "study, perturbed set and victim: a cell of a transfer table",
    Names = [StudyName.Table, StudyName.Source, StudyName.Attack, StudyName.Victim], Always = true)]
[Joined(
    nameof(Set), typeof(AdversarialSetRow),
    nameof(AdversarialSetRow.AttackClass), nameof(AdversarialSetRow.Norm), nameof(AdversarialSetRow.Epsilon),
    nameof(AdversarialSetRow.MeanDistortion), nameof(AdversarialSetRow.MeanL2), nameof(AdversarialSetRow.MeanLinf))]
public sealed record TransferCellRow : ResultRow
{
    /// <summary>The job that collected the set.</summary>
    [Column(Name = "adversarial_set", Hidden = true, Indexed = true)]
    public required JobKey Set { get; init; }

    /// <summary>The training job of the victim model.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Victim { get; init; }

    /// <summary>Perturbed images.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Perturbed images whose class by the victim is not the true class.</summary>
    [Column(Unit = "images", Check = "errors >= 0 AND errors <= images")]
    public required int Errors { get; init; }

    /// <summary>Share of the images that the victim misreads.</summary>
    [Column(Header = "error")]
    [Published]
    [Rate(nameof(Errors), nameof(Images))]
    public double? ErrorRate => Derived();

    [Wilson(nameof(ErrorRate), IntervalEnd.Low)]
    public double? ErrorRateLow => Derived();

    [Wilson(nameof(ErrorRate), IntervalEnd.High)]
    public double? ErrorRateHigh => Derived();

    /// <summary>Perturbed images whose clean image the victim classifies correctly: the denominator without the victim's own
    /// errors.</summary>
    [Column(Header = "victim right on clean", Unit = "images", Check = "victim_correct >= 0 AND victim_correct <= images")]
    public required int VictimCorrect { get; init; }

    /// <summary>Errors among <see cref="VictimCorrect"/>: the images that the perturbation, not the victim, is to blame for.</summary>
    [Column(
        Header = "errors on these", Unit = "images",
        Check = "errors_among_victim_correct >= 0 AND errors_among_victim_correct <= errors "
            + "AND errors_among_victim_correct <= victim_correct")]
    public required int ErrorsAmongVictimCorrect { get; init; }

    /// <summary>The error rate without the victim's own errors.</summary>
    [Column(Header = "error on these")]
    [Rate(nameof(ErrorsAmongVictimCorrect), nameof(VictimCorrect))]
    public double? ErrorRateVictimCorrect => Derived();

    /// <summary>Perturbed images that the victim gives the attack's target class; null where the attack has no target class.</summary>
    [Column(Unit = "images", Check = "target_hits >= 0 AND target_hits <= errors")]
    public required int? TargetHits { get; init; }

    /// <summary>Share of the images that the victim gives the target class.</summary>
    [Column(Header = "target class")]
    [Rate(nameof(TargetHits), nameof(Images))]
    public double? TargetHitRate => Derived();

    /// <summary>What computed the victim's answers: <c>cpu</c> or <c>torch</c>.</summary>
    [Column(Hidden = true)]
    public string Backend { get; init; } = "cpu";

    /// <summary>Whether the study computed again anywhere gives the same row.</summary>
    [Column(Hidden = true)]
    public bool Deterministic { get; init; } = true;
}
