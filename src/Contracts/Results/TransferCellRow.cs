namespace Experiments.Contracts;

/// <summary>One cell of a transfer matrix: a set of perturbed images fed to a victim model, or, as the attack <c>clean</c>, the images that
/// the table's sets are made of. Every rate has its denominator; intervals are Wilson's at 95 %.</summary>
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
    /// <summary>What a table calls the row of the images without a change. No attack has this name.</summary>
    public const string Clean = "clean";

    /// <summary>The job that collected the set; null for clean images.</summary>
    [Column(Name = "adversarial_set", Hidden = true, Indexed = true)]
    public required JobKey? Set { get; init; }

    /// <summary>The job with the same victim's verdicts on the clean images; null for clean images, and in rows from before verdicts were
    /// kept.</summary>
    [Column(Name = "clean_job", Hidden = true, Added = true)]
    public required JobKey? CleanJob { get; init; }

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

    [Wilson(nameof(ErrorRateVictimCorrect), IntervalEnd.Low)]
    public double? ErrorRateVictimCorrectLow => Derived();

    [Wilson(nameof(ErrorRateVictimCorrect), IntervalEnd.High)]
    public double? ErrorRateVictimCorrectHigh => Derived();

    /// <summary>Perturbed images that the victim gives the attack's target class; null where the attack has no target class.</summary>
    [Column(Unit = "images", Check = "target_hits >= 0 AND target_hits <= errors")]
    public required int? TargetHits { get; init; }

    /// <summary>Share of the images that the victim gives the target class.</summary>
    [Column(Header = "target class")]
    [Rate(nameof(TargetHits), nameof(Images))]
    public double? TargetHitRate => Derived();

    [Wilson(nameof(TargetHitRate), IntervalEnd.Low)]
    public double? TargetHitRateLow => Derived();

    [Wilson(nameof(TargetHitRate), IntervalEnd.High)]
    public double? TargetHitRateHigh => Derived();

    /// <summary>Images for which a logit of the victim is no finite number: they have no class and are among the errors.</summary>
    [Column(Unit = "images", Check = "no_class >= 0 AND no_class <= errors", Added = true)]
    public required int? NoClass { get; init; }

    /// <summary>The rate without a perturbation: share of the images whose clean image the victim misreads.</summary>
    [Column(Header = "error on clean")]
    [Rate(nameof(VictimCorrect), nameof(Images), OfTheOthers = true)]
    public double? CleanErrorRate => Derived();

    /// <summary>What the perturbation adds to the error.</summary>
    [RateDifference(nameof(ErrorRate), nameof(CleanErrorRate))]
    public double? LiftOverClean => Derived();

    /// <summary>Errors of the victim on the clean images with noise in place of the perturbation: Gaussian, and for each image as long in
    /// the Euclidean norm and as much inside [0, 1] as its perturbation is. Null for clean images.</summary>
    [Column(Unit = "images", Check = "noise_errors >= 0 AND noise_errors <= images", Added = true)]
    public required int? NoiseErrors { get; init; }

    /// <summary>The rate of noise of the same size.</summary>
    [Column(Header = "error in noise")]
    [Rate(nameof(NoiseErrors), nameof(Images))]
    public double? NoiseErrorRate => Derived();

    [Wilson(nameof(NoiseErrorRate), IntervalEnd.Low)]
    public double? NoiseErrorRateLow => Derived();

    [Wilson(nameof(NoiseErrorRate), IntervalEnd.High)]
    public double? NoiseErrorRateHigh => Derived();

    /// <summary>What the direction of the perturbation adds to the error, beyond its size.</summary>
    [RateDifference(nameof(ErrorRate), nameof(NoiseErrorRate))]
    public double? LiftOverNoise => Derived();

    /// <summary>What computed the victim's answers: <c>cpu</c> or <c>torch</c>.</summary>
    [Column(Hidden = true)]
    public string Backend { get; init; } = "cpu";

    /// <summary>Whether the study computed again anywhere gives the same row.</summary>
    [Column(Hidden = true)]
    public bool Deterministic { get; init; } = true;
}
