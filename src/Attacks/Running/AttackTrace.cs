namespace Experiments.Attacks;

/// <summary>What an attack says of one perturbed image. Its success and distortion are not among it: the runner measures those.</summary>
public record struct AttackTrace
{
    /// <summary>What the source model was to take the image for; null for controls without a source.</summary>
    public AttackGoal? Goal { get; set; }

    /// <summary>The weight of the squared distortion in the objective at the kept image; null where there is none.</summary>
    public double? C { get; set; }

    /// <summary>Optimiser iterations over all values of <see cref="C"/>.</summary>
    public int Iterations { get; set; }

    /// <summary>Gradients of the source model spent on this row.</summary>
    public int GradientEvaluations { get; set; }

    /// <summary>Euclidean norm of the objective's gradient at the kept image, over the pixels free to move against it; 0 at a minimiser.
    /// Null where there is no objective.</summary>
    public double? ProjectedGradientNorm { get; set; }
}
