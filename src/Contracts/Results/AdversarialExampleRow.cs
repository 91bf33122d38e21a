namespace Experiments.Contracts;

/// <summary>One perturbed image. What an attack says of itself is not stored: predictions and success come from an independent forward
/// pass.</summary>
[ResultTable(
    "adversarial_examples", "craft", Key = [nameof(Image), nameof(Draw)], View = "examples", Title = "Perturbed images",
    RowPer = "study and perturbed image", Names = [StudyName.Table, StudyName.Source, StudyName.Attack], Always = true, Streamed = true)]
[Check("cost", "iterations >= 0 AND gradient_evaluations >= 0")]
[Check("gradient", "projected_gradient_norm >= 0")]
[Check("position", "image >= 0 AND draw >= 0")]
public sealed record AdversarialExampleRow : ResultRow
{
    /// <summary>Position of the clean image in its data set's split (<c>test</c> image 17 is 17 in every slice and shard).</summary>
    [Column(Format = ColumnFormat.Ordinal, NamesRow = true)]
    public required int Image { get; init; }

    /// <summary>Which of several random draws for the same image, counted from 0; 0 for attacks that draw once.</summary>
    [Column(Format = ColumnFormat.Ordinal)]
    public required int Draw { get; init; }

    /// <summary>The true class.</summary>
    [Column(Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int Label { get; init; }

    /// <summary>The wrong class that the attack drives the image towards, or drove the image that a control starts from; null for other
    /// controls, and where any wrong class will do.</summary>
    [Column(Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int? TargetClass { get; init; }

    /// <summary>The source model's class for the clean image; null for controls without a source, and where one of its logits is no finite
    /// number.</summary>
    [Column(Header = "read before", Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int? PredictedBefore { get; init; }

    /// <summary>The source model's class for the perturbed image; null for controls without a source, and where one of its logits is no
    /// finite number, which is a failure.</summary>
    [Column(Header = "read after", Format = ColumnFormat.Ordinal, Unit = "class")]
    public required int? PredictedAfter { get; init; }

    /// <summary>The same for the image as it is stored in 8 bits per channel, each pixel rounded to the nearest n / 255.</summary>
    [Column(Header = "read as 8 bits", Format = ColumnFormat.Ordinal, Unit = "class", Added = true)]
    public required int? PredictedAsBytes { get; init; }

    /// <summary>sqrt(sum of squared pixel changes / number of pixels), pixels in [0, 1].</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range", Check = "distortion >= 0")]
    public required double Distortion { get; init; }

    /// <summary>The largest change of a pixel.</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range", Check = "linf >= 0", Added = true)]
    public required double? Linf { get; init; }

    /// <summary>The weight of the distortion in the attack's objective at the kept solution; null where the attack has none.</summary>
    public required double? C { get; init; }

    /// <summary>Optimiser iterations over all values of c.</summary>
    [Column(Unit = "iterations")]
    public required int Iterations { get; init; }

    /// <summary>Gradients of the source model spent on this image.</summary>
    [Column(Header = "gradients", Unit = "gradients")]
    public required int GradientEvaluations { get; init; }

    /// <summary>Euclidean norm of the objective's gradient at the kept image over the pixels free to move against it: 0 at a minimiser.
    /// Null where the attack has no objective or kept the clean image.</summary>
    [Column(Header = "projected gradient")]
    public required double? ProjectedGradientNorm { get; init; }

    /// <summary>The source model's class for the perturbed image is what the attack wanted: the target class, or any but the true one where
    /// there is no target class. For a control that starts from an attack's images, what that attack wanted; null for other
    /// controls.</summary>
    [Column(Unit = "yes or no")]
    public required bool? Success { get; init; }

    /// <summary>The same of the image as it is stored in 8 bits per channel.</summary>
    [Column(Header = "success as 8 bits", Unit = "yes or no", Added = true)]
    public required bool? SuccessAsBytes { get; init; }
}
