namespace Experiments.Contracts;

/// <summary>A complete set of perturbed images: all shards of one attack on one source model over one slice of images.</summary>
public sealed record AdversarialSetRow : ResultRow
{
    /// <summary>The training job of the source model; null for controls without a source.</summary>
    public required JobKey? Source { get; init; }

    /// <summary>The attack's type in the catalogue: <c>lbfgs</c>, <c>gaussian-noise</c>, <c>amplify</c>.</summary>
    public required string AttackType { get; init; }

    /// <summary>The clean images in canonical form.</summary>
    public required string Data { get; init; }

    /// <summary>Perturbed images: clean images times draws.</summary>
    public required int Images { get; init; }

    /// <summary>Clean images that the source model misclassified before any change; null for controls without a source.</summary>
    public required int? MisclassifiedBefore { get; init; }

    /// <summary>Images that the source model reads as the attack wanted; null for controls.</summary>
    public required int? Successes { get; init; }

    /// <summary>Mean over all images of the set, successful or not.</summary>
    public required double MeanDistortion { get; init; }

    public required double MedianDistortion { get; init; }

    /// <summary>Gradients of the source model spent on the whole set.</summary>
    public required long GradientEvaluations { get; init; }

    /// <summary>What computed the set: <c>cpu</c> or <c>torch</c>; <c>any</c> where its shards may have been computed by either.</summary>
    public string Backend { get; init; } = "cpu";

    /// <summary>Whether the study computed again anywhere gives the same row.</summary>
    public bool Deterministic { get; init; } = true;
}
