using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>One wrong class l: loss -log p_l, margin z_l - max of the other logits.</summary>
/// <param name="targetClass">l, at least 0.</param>
public sealed class TargetClassGoal(int targetClass) : AttackGoal
{
    /// <inheritdoc/>
    public override int? TargetClass => targetClass;

    /// <inheritdoc/>
    public override bool IsReachedBy(int predicted) => predicted == targetClass;

    /// <inheritdoc/>
    public override double Margin(ReadOnlySpan<float> logits) => Lead(logits, targetClass);

    /// <inheritdoc/>
    public override float Loss(ReadOnlySpan<float> logits, Span<float> logitGradient)
    {
        var loss = 0f;
        SoftmaxCrossEntropy.Evaluate(logits, [targetClass], 1, logits.Length, new Span<float>(ref loss), logitGradient);
        return loss;
    }

    /// <inheritdoc/>
    public override void Direction(ReadOnlySpan<float> logits, Span<float> logitDirection) =>
        CrossEntropyDirection.Evaluate(logits, targetClass, sign: 1, logitDirection);
}
