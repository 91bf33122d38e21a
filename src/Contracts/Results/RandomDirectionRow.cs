namespace Experiments.Contracts;

/// <summary>
/// How often a random direction fools a network where an adversarial one of the same norm does. Of each image, so many directions, uniform
/// on the sphere with the norm of the image's adversarial perturbation. The interval is Wilson's at 95 % for <see cref="Fooled"/> out of
/// <see cref="Tries"/>: for these images, as far as the directions are chance.
/// </summary>
[ResultTable(
    "random_directions", "random-directions", Key = [nameof(Clipped)], View = "random-directions",
    Title = "Random directions of the adversarial norm",
    RowPer = "study and adversarial set, with and without clipping: how often a random direction of the same norm fools the network",
    Names = [StudyName.Analysis, StudyName.Source, StudyName.Attack])]
public sealed record RandomDirectionRow : ResultRow
{
    /// <summary>The moved images are clipped to [0, 1], which shortens the change; otherwise the norm is exact.</summary>
    [Column(NamesRow = true, Unit = "yes or no")]
    public required bool Clipped { get; init; }

    /// <summary>The job that collected the adversarial set.</summary>
    [Column(Name = "adversarial_set", Hidden = true, Indexed = true)]
    public required JobKey Set { get; init; }

    /// <summary>The training job of the network, on which the set was made.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Model { get; init; }

    /// <summary>Images of the set.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Of these, images that the network reads correctly when clean and wrongly in the set: the ones that are moved.</summary>
    [Column(Unit = "images", Check = "moved >= 1 AND moved <= images AND moved <= tries")]
    public required int Moved { get; init; }

    /// <summary>Random directions: <see cref="Moved"/> times as many as each image has.</summary>
    [Column(Header = "directions", Unit = "directions")]
    public required int Tries { get; init; }

    /// <summary>Of these, directions after which the network's class is not the true one.</summary>
    [Column(Unit = "directions", Check = "fooled >= 0 AND fooled <= tries")]
    public required int Fooled { get; init; }

    /// <summary>Share of the directions that fool the network.</summary>
    [Column(Header = "rate", Format = ColumnFormat.Number, Unit = "fraction of 1")]
    [Rate(nameof(Fooled), nameof(Tries))]
    public double? FooledRate => Derived();

    [Column(Header = "95 % from", Format = ColumnFormat.Number, Unit = "fraction of 1")]
    [Wilson(nameof(FooledRate), IntervalEnd.Low)]
    public double? FooledLow => Derived();

    [Column(Header = "to", Format = ColumnFormat.Number, Unit = "fraction of 1")]
    [Wilson(nameof(FooledRate), IntervalEnd.High)]
    public double? FooledHigh => Derived();

    /// <summary>Of <see cref="Moved"/>, images that at least one direction fools.</summary>
    [Column(Unit = "images", Check = "images_fooled >= 0 AND images_fooled <= moved AND images_fooled <= fooled")]
    public required int ImagesFooled { get; init; }

    /// <summary>Mean distortion of the adversarial images of the moved ones.</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range", Of = nameof(Moved))]
    public required double AdversarialDistortion { get; init; }

    /// <summary>Mean distortion after the random directions; smaller where they are clipped.</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range", Of = nameof(Tries))]
    public required double MeanDistortion { get; init; }
}
