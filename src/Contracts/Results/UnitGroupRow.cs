namespace Experiments.Contracts;

/// <summary>
/// How much the top images of one layer's units have in common, or those of random directions in the layer's output, or images picked at
/// random. Means are over the draws that decide which images are best; the intervals are Student's at 95 % and take draws as independent.
/// </summary>
[ResultTable(
    "units", "units", Key = [nameof(Basis)], View = "units", Title = "Units against directions",
    RowPer = "study, layer looked at and basis: do the images that drive a unit have more in common than those along a random direction?",
    Names = [StudyName.Analysis, StudyName.Model, StudyName.Data])]
[Check("counts", "layer >= 0 AND units >= 1 AND top >= 1 AND draws >= 0 AND tied >= 0")]
[Check("entropy", "entropy_low >= 0 AND entropy_low <= entropy AND entropy <= entropy_high")]
[Check("purity", "purity_low >= 0 AND purity_low <= purity AND purity <= purity_high AND purity_high <= 1")]
public sealed record UnitGroupRow : ResultRow
{
    /// <summary>The training job of the network.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Model { get; init; }

    /// <summary>The images in canonical form.</summary>
    [Column(Hidden = true)]
    public required string Data { get; init; }

    /// <summary>The layer whose outputs are looked at, from 0.</summary>
    [Column(Format = ColumnFormat.Ordinal, NamesRow = true, Unit = "from 0")]
    public required int Layer { get; init; }

    /// <summary><c>unit</c>, <c>random-direction</c> or <c>random-images</c>.</summary>
    [Column(NamesRow = true, Values = ["unit", "random-direction", "random-images"])]
    public required string Basis { get; init; }

    /// <summary>What the layer is: <c>linear</c>, <c>conv2d</c>, <c>max-pool</c> …</summary>
    [Column(Header = "kind")]
    public required string LayerKind { get; init; }

    /// <summary>Outputs of the layer.</summary>
    public required int Units { get; init; }

    /// <summary>Images per draw.</summary>
    [Column(Header = "images each", Unit = "images")]
    public required int Top { get; init; }

    /// <summary>Units, directions or choices in the means.</summary>
    public required int Draws { get; init; }

    /// <summary>Units or directions left out: their largest outputs are equal on more than <see cref="Top"/> images, as those of a silent
    /// or saturated unit are.</summary>
    public required int Tied { get; init; }

    /// <summary>Mean share of a draw's images that are of its most frequent class; null where there are no draws.</summary>
    [Column(Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Top))]
    public required double? Purity { get; init; }

    /// <summary>Lower end of Student's 95 % interval.</summary>
    [Column(Header = "95 % from", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Top))]
    public required double? PurityLow { get; init; }

    /// <summary>Upper end.</summary>
    [Column(Header = "to", Format = ColumnFormat.Rate, Unit = "fraction of 1", Of = nameof(Top))]
    public required double? PurityHigh { get; init; }

    /// <summary>Mean entropy of the classes of a draw's images in bits; null where there are no draws.</summary>
    [Column(Header = "entropy (bits)", Unit = "bits")]
    public required double? Entropy { get; init; }

    /// <summary>Lower end of Student's 95 % interval.</summary>
    [Column(Header = "95 % from", Unit = "bits")]
    public required double? EntropyLow { get; init; }

    /// <summary>Upper end.</summary>
    [Column(Header = "to", Unit = "bits")]
    public required double? EntropyHigh { get; init; }
}
