namespace Experiments.Contracts;

/// <summary>What one victim takes one image for: perturbed, clean, and with noise of the same size as the perturbation. Stored packed in
/// <see cref="VerdictBlockRow"/> and <see cref="VerdictImageRow"/>.</summary>
[ResultTable(
    "verdicts", "evaluate", Key = [nameof(Image), nameof(Draw)], View = "verdicts", Title = "Verdicts of victims",
    RowPer = "study, transfer table, attack, victim and perturbed image: what the victim takes it for",
    Names = [StudyName.Table, StudyName.Source, StudyName.Attack, StudyName.Victim], Streamed = true, IsPacked = true)]
public sealed record VerdictRow : ResultRow
{
    /// <summary>Stands for a class where the victim has none: one of its logits is no finite number. No true class is equal to it, so that
    /// the verdict is wrong wherever it is compared.</summary>
    public const int NoClass = -1;

    /// <summary>Position of the clean image in its data set's split.</summary>
    [Column(Format = ColumnFormat.Ordinal, NamesRow = true)]
    public required int Image { get; init; }

    /// <summary>Which of several random draws for the same image, counted from 0.</summary>
    [Column(Format = ColumnFormat.Ordinal)]
    public required int Draw { get; init; }

    /// <summary>The true class.</summary>
    [Column(Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int Label { get; init; }

    /// <summary>The victim's class for the clean image; -1 where one of its logits is no finite number.</summary>
    [Column(Header = "clean", Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int CleanPrediction { get; init; }

    /// <summary>The victim's class for the perturbed image; -1 where one of its logits is no finite number.</summary>
    [Column(Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int Prediction { get; init; }

    /// <summary>The victim's class for the clean image with noise as long as the perturbation; -1 where one of its logits is no finite
    /// number, null for clean images.</summary>
    [Column(Header = "in noise", Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int? NoisePrediction { get; init; }
}
