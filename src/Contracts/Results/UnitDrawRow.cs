namespace Experiments.Contracts;

/// <summary>The top images of one unit or random direction, or one random choice of images.</summary>
[ResultTable(
    "unit_draws", "units", Key = [nameof(Basis), nameof(Draw)], View = "unit-draws", Title = "Top images of units and directions",
    RowPer = "study, layer looked at and draw", Names = [StudyName.Analysis, StudyName.Model, StudyName.Data], Streamed = true)]
[Joined(nameof(Job), typeof(UnitGroupRow), nameof(UnitGroupRow.Layer))]
public sealed record UnitDrawRow : ResultRow
{
    /// <inheritdoc cref="UnitGroupRow.Basis"/>
    [Column(NamesRow = true)]
    public required string Basis { get; init; }

    /// <summary>The unit (in the order of the layer's output: channel, row, column), or which random direction or choice; from 0.</summary>
    [Column(Format = ColumnFormat.Ordinal, NamesRow = true, Check = "draw >= 0")]
    public required int Draw { get; init; }

    /// <summary>Left out of the means: see <see cref="UnitGroupRow.Tied"/>.</summary>
    [Column(Unit = "yes or no")]
    public required bool Tied { get; init; }

    /// <summary>The most frequent class of the images, the smallest of equals.</summary>
    [Column(Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int Label { get; init; }

    /// <summary>Share of the images that are of it.</summary>
    [Column(Format = ColumnFormat.Rate, Unit = "fraction of 1", Check = "purity > 0 AND purity <= 1")]
    public required double Purity { get; init; }

    /// <summary>Entropy of the images' classes in bits.</summary>
    [Column(Header = "entropy (bits)", Unit = "bits", Check = "entropy >= 0")]
    public required double Entropy { get; init; }

    /// <summary>Positions of the images in their split, best first, separated by spaces.</summary>
    public required string Images { get; init; }
}
