namespace Experiments.Contracts;

/// <summary>A complete set of perturbed images: all shards of one attack on one source model over one slice of images.</summary>
[ResultTable(
    "adversarial_sets", "collect", View = "distortion", Title = "Distortion (root mean square change per pixel)",
    RowPer = "study and complete set of perturbed images: how far they had to be moved",
    Names = [StudyName.Table, StudyName.Source, StudyName.Attack], Always = true)]
[Check("counts", "misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0")]
[Check("distortion", "mean_distortion >= 0 AND median_distortion >= 0")]
[Check("survivors", "survivors <= successes AND survivors >= 0")]
[Check("attacked", "attacked = images - misclassified_before")]
[Check("failures", "failures = attacked - successes AND failures >= 0")]
[Check("wanted", "wanted >= successes AND wanted <= images")]
[Check("mean_distortion_wanted", "mean_distortion_wanted >= 0")]
public sealed record AdversarialSetRow : ResultRow
{
    /// <summary>The training job of the source model; null for controls without a source.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey? Source { get; init; }

    /// <summary>The attack's type in the catalogue: <c>lbfgs</c>, <c>gaussian-noise</c>, <c>amplify</c>.</summary>
    [Column(Header = "type")]
    public required string AttackType { get; init; }

    /// <summary><c>fixed-budget</c>: no image is moved farther than <see cref="Epsilon"/>; <c>minimal-norm</c>: the smallest change that is
    /// misread was looked for; <c>control</c>: no attack.</summary>
    [Column(Header = "class", Values = [AttackClasses.FixedBudget, AttackClasses.MinimalNorm, AttackClasses.Control], Added = true)]
    public required string? AttackClass { get; init; }

    /// <summary>What the attack measures changes in: <c>linf</c>, the largest change of a pixel; <c>l2</c>, the Euclidean norm; <c>rms</c>,
    /// the root mean square, l2 / sqrt(number of pixels). Null for controls.</summary>
    [Column(Added = true)]
    public required string? Norm { get; init; }

    /// <summary>The budget in <see cref="Norm"/>; null where there is none.</summary>
    [Column(Format = ColumnFormat.Number, Unit = "pixel range", Check = "epsilon > 0", Added = true)]
    public required double? Epsilon { get; init; }

    /// <summary>The clean images in canonical form.</summary>
    [Column(Hidden = true)]
    public required string Data { get; init; }

    /// <summary>Perturbed images: clean images times draws.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Perturbed images whose clean image the source model misread before any change; null for controls without a
    /// source.</summary>
    [Column(Header = "wrong before", Unit = "images")]
    public required int? MisclassifiedBefore { get; init; }

    /// <summary>The others: those that there was something to do for. Null for controls without a source.</summary>
    [Column(Unit = "images", Added = true)]
    public required int? Attacked { get; init; }

    /// <summary>Images among <see cref="Attacked"/> that the source model reads as the attack wanted; null for controls.</summary>
    [Column(Unit = "images")]
    public required int? Successes { get; init; }

    /// <summary>The rest of <see cref="Attacked"/>; null for controls.</summary>
    [Column(Unit = "images", Added = true)]
    public required int? Failures { get; init; }

    /// <summary>Share of the images right before that the source model reads as the attack wanted.</summary>
    [Column(Header = "success")]
    [Rate(nameof(Successes), nameof(Attacked))]
    public double? SuccessRate => Derived();

    [Wilson(nameof(SuccessRate), IntervalEnd.Low)]
    public double? SuccessRateLow => Derived();

    [Wilson(nameof(SuccessRate), IntervalEnd.High)]
    public double? SuccessRateHigh => Derived();

    /// <summary>Root mean square change. Of a minimal-norm attack the mean among its successes, null for none; of others the mean over all
    /// images.</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range")]
    public required double? MeanDistortion { get; init; }

    /// <summary>Median of the same. Of a minimal-norm attack over all images right before, a failure as infinitely far: null, and
    /// <c>inf</c> to people, where half of them or more failed.</summary>
    [Column(Header = "median", Format = ColumnFormat.Distortion, Unit = "pixel range")]
    [InfiniteWhere(nameof(Failures), nameof(Attacked))]
    public required double? MedianDistortion { get; init; }

    /// <summary>Mean Euclidean norm of the change, of the images of <see cref="MeanDistortion"/>: that times sqrt(number of
    /// pixels).</summary>
    [Column(Header = "mean L2", Format = ColumnFormat.Number, Unit = "pixel range", Check = "mean_l2 >= 0", Added = true)]
    public required double? MeanL2 { get; init; }

    /// <summary>Mean of the largest change of a pixel, of the images of <see cref="MeanDistortion"/>.</summary>
    [Column(Header = "mean Linf", Format = ColumnFormat.Distortion, Unit = "pixel range", Check = "mean_linf >= 0", Added = true)]
    public required double? MeanLinf { get; init; }

    /// <summary>All images that the source model reads as the attack wanted in the end: the successes, and those misread before. Null for
    /// controls.</summary>
    [Column(Header = "as wanted", Unit = "images", Added = true)]
    public required int? Wanted { get; init; }

    /// <summary>Root mean square change to 0 % accuracy, as Szegedy et al. (2013) define theirs: of a minimal-norm attack the mean over
    /// <see cref="Wanted"/>, those that needed no change with none, null for none of them; of others the mean over all images.</summary>
    [Column(Header = "mean to 0 % accuracy", Format = ColumnFormat.Distortion, Unit = "pixel range", Added = true)]
    [Published]
    public required double? MeanDistortionWanted { get; init; }

    /// <summary>Gradients of the source model spent on the whole set.</summary>
    [Column(Header = "gradients", Unit = "gradients")]
    public required long GradientEvaluations { get; init; }

    /// <summary>Gradients of the source model spent on one image, in the mean.</summary>
    [Column(Header = "gradients per image", Format = ColumnFormat.Number, Unit = "gradients")]
    [Rate(nameof(GradientEvaluations), nameof(Images))]
    public double? GradientEvaluationsPerImage => Derived();

    /// <summary>Images read rightly before whose perturbed image the source model reads as the attack wanted, and still does when it is
    /// stored in 8 bits per channel; null for controls without a source.</summary>
    [Column(Header = "as 8 bits", Unit = "images", Added = true)]
    public required int? Survivors { get; init; }

    /// <summary>Share of the successes that storing in 8 bits leaves.</summary>
    [Column(Header = "survive 8 bits")]
    [Rate(nameof(Survivors), nameof(Successes))]
    public double? SurvivalRate => Derived();

    [Wilson(nameof(SurvivalRate), IntervalEnd.Low)]
    public double? SurvivalRateLow => Derived();

    [Wilson(nameof(SurvivalRate), IntervalEnd.High)]
    public double? SurvivalRateHigh => Derived();

    /// <summary>Perturbed images for which a logit of the source model is no finite number: failures. Null for controls without a
    /// source.</summary>
    [Column(Header = "no class", Unit = "images", Check = "no_class >= 0", Added = true)]
    public required int? NoClass { get; init; }

    /// <summary>What computed the set: <c>cpu</c> or <c>torch</c>; <c>any</c> where its shards may have been computed by either.</summary>
    [Column(Hidden = true)]
    public string Backend { get; init; } = "cpu";

    /// <summary>Whether the study computed again anywhere gives the same row.</summary>
    [Column(Hidden = true)]
    public bool Deterministic { get; init; } = true;
}
