namespace Experiments.Attacks;

/// <summary>What an image is driven towards.</summary>
public enum TargetChoice
{
    /// <summary>Uniform among the wrong classes, keyed by seed and image position: the same for every source model.</summary>
    Random,

    /// <summary>The wrong class with the smallest logit on the clean image.</summary>
    LeastLikely,

    /// <summary>The wrong class with the largest logit on the clean image.</summary>
    RunnerUp,

    /// <summary>The class after the true one; after the last comes the first.</summary>
    Next,

    /// <summary>Every wrong class in turn: draw d goes to the d-th wrong class.</summary>
    All,

    /// <summary>No class in particular: any but the true one counts.</summary>
    Untargeted,
}
