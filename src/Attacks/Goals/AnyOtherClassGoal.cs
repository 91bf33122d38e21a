using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Any class but the true one y: loss -log(1 - p_y), margin max of the other logits - z_y. The direction in which the loss falls
/// is that in which the cross-entropy of y, -log p_y, grows.</summary>
/// <param name="label">y, at least 0.</param>
public sealed class AnyOtherClassGoal(int label) : AttackGoal
{
    /// <inheritdoc/>
    public override int? TargetClass => null;

    /// <inheritdoc/>
    public override bool IsReachedBy(int predicted) => predicted != label;

    /// <inheritdoc/>
    public override double Margin(ReadOnlySpan<float> logits) => -Lead(logits, label);

    /// <inheritdoc/>
    public override float Loss(ReadOnlySpan<float> logits, Span<float> logitGradient) =>
        SoftmaxComplement.Evaluate(logits, label, logitGradient);

    /// <inheritdoc/>
    public override void Direction(ReadOnlySpan<float> logits, Span<float> logitDirection) =>
        CrossEntropyDirection.Evaluate(logits, label, sign: -1, logitDirection);
}
