namespace Experiments.Attacks;

/// <summary>One perturbed image as the runner judged it.</summary>
public sealed record AdversarialExample
{
    /// <summary>Position of the clean image in its data set's split.</summary>
    public required int Image { get; init; }

    /// <summary>Which of several perturbed images of the same clean one, counted from 0.</summary>
    public required int Draw { get; init; }

    /// <summary>The true class.</summary>
    public required int Label { get; init; }

    /// <summary>The one class that the image was driven towards; null for controls, and where any wrong class would do.</summary>
    public required int? TargetClass { get; init; }

    /// <summary>The source model's class for the clean image; null without a source, and where a logit is no finite number.</summary>
    public required int? PredictedBefore { get; init; }

    /// <summary>The source model's class for the perturbed image, by a forward pass of its own; null without a source, and where a logit is
    /// no finite number, which is no success.</summary>
    public required int? PredictedAfter { get; init; }

    /// <summary>The same for the image as it is stored in 8 bits per channel, each pixel rounded to the nearest n / 255. Null also where
    /// the attack leaves the box.</summary>
    public required int? PredictedAsBytes { get; init; }

    /// <summary>sqrt(sum of squared pixel changes / number of pixels), pixels in [0, 1].</summary>
    public required double Distortion { get; init; }

    /// <summary>The largest change of a pixel.</summary>
    public required double Linf { get; init; }

    /// <inheritdoc cref="AttackTrace.C"/>
    public required double? C { get; init; }

    /// <inheritdoc cref="AttackTrace.Iterations"/>
    public required int Iterations { get; init; }

    /// <inheritdoc cref="AttackTrace.GradientEvaluations"/>
    public required int GradientEvaluations { get; init; }

    /// <inheritdoc cref="AttackTrace.ProjectedGradientNorm"/>
    public required double? ProjectedGradientNorm { get; init; }

    /// <summary><see cref="PredictedAfter"/> is what was wanted: <see cref="TargetClass"/>, or any class but <see cref="Label"/> where no
    /// single class was. A control that starts from an attack's images on a source wants what that attack wanted; null for other
    /// controls.</summary>
    public required bool? Success { get; init; }

    /// <summary>The same of <see cref="PredictedAsBytes"/>.</summary>
    public required bool? SuccessAsBytes { get; init; }
}
