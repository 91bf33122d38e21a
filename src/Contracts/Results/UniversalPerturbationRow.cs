namespace Experiments.Contracts;

/// <summary>One perturbation made to fool a network on all images at once.</summary>
[ResultTable("universal_perturbations", "universal")]
public sealed record UniversalPerturbationRow : ResultRow
{
    /// <summary>The training job of the network.</summary>
    [Column(Indexed = true)]
    public required JobKey Source { get; init; }

    /// <summary>The images that it was made on, in canonical form.</summary>
    public required string Data { get; init; }

    /// <summary>How many these are.</summary>
    [Column(Unit = "images")]
    public required int Images { get; init; }

    /// <summary>Of these, images whose class by the source it changes.</summary>
    [Column(Unit = "images", Check = "fooled >= 0 AND fooled <= images")]
    public required int Fooled { get; init; }

    /// <summary>Times that the images were gone through.</summary>
    public required int Rounds { get; init; }

    /// <summary>Root mean square of the perturbation, before images are clipped.</summary>
    [Column(Format = ColumnFormat.Distortion, Unit = "pixel range", Check = "distortion >= 0")]
    public required double Distortion { get; init; }

    /// <summary>Gradients of the source spent.</summary>
    [Column(Unit = "gradients")]
    public required int GradientEvaluations { get; init; }
}
