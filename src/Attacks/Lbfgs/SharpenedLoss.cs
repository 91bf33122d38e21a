namespace Experiments.Attacks;

/// <summary>The loss that L-BFGS lowers: a goal's, of the logits times a sharpness s >= 1. With a target class
/// s is 1; where any class but the true one will do, s gives the clean image a margin of at least 6 nats.</summary>
/// <remarks>
/// Why sharper: let two wrong classes be equally near, with an angle t between the normals of their boundaries. The loss pulls between
/// them, to where both boundaries meet, farther by 1 / cos(t / 2) than either. With M the margin at the clean image, c ||r||^2 - log(1 -
/// p_y) has a minimum there for M below cot^2(t / 2), which is 3 at 60 degrees; above, it is a saddle that the optimiser leaves for one of
/// the two. A search for c finds that of the sharper loss. Only a search for the nearest image wants it: far past the boundary the
/// sharpened loss is 0 in single precision, and so is its gradient.
/// </remarks>
internal struct SharpenedLoss
{
    private const double LeastCleanMargin = 6;
    private const double LargestSharpness = 1e6;

    private readonly AttackGoal _goal;

    /// <param name="goal">Towards which the loss falls.</param>
    /// <param name="cleanLogits">[k], of the clean image.</param>
    public SharpenedLoss(AttackGoal goal, ReadOnlySpan<float> cleanLogits)
    {
        var cleanMargin = -goal.Margin(cleanLogits);
        _goal = goal;
        Sharpness = goal.TargetClass is null && cleanMargin > 0
            ? (float)Math.Clamp(LeastCleanMargin / cleanMargin, 1, LargestSharpness)
            : 1f;
    }

    /// <summary>Of the logits last evaluated, in natural units.</summary>
    public float Value { get; private set; }

    /// <summary>s: what the logits, and so margins, are multiplied by.</summary>
    public float Sharpness { get; }

    /// <summary>Sets <see cref="Value"/> and the gradient.</summary>
    /// <param name="logits">[k], finite.</param>
    /// <param name="logitGradient">[k]: receives the gradient by the logits.</param>
    public void Evaluate(ReadOnlySpan<float> logits, Span<float> logitGradient)
    {
        for (var j = 0; j < logits.Length; j++)
        {
            logitGradient[j] = Sharpness * logits[j];
        }
        Value = _goal.Loss(logitGradient, logitGradient);
        for (var j = 0; j < logits.Length; j++)
        {
            logitGradient[j] *= Sharpness;
        }
    }
}
