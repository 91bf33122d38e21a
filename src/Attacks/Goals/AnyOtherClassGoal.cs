using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Any class but the true one y: loss -log(1 - p_y), margin max of the other logits - z_y, both of the logits times a sharpness s
/// >= 1 that gives the clean image a margin of at least 6 nats.</summary>
/// <remarks>
/// Why sharper: let two wrong classes be equally near, with an angle t between the normals of their boundaries. The loss pulls between
/// them, to where both boundaries meet, farther by 1 / cos(t / 2) than either. With M the margin at the clean image, c ||r||^2 - log(1 -
/// p_y) has a minimum there for M below cot^2(t / 2), which is 3 at 60 degrees; above, it is a saddle that the optimiser leaves for one of
/// the two. A search for c finds that of the sharper loss.
/// </remarks>
public sealed class AnyOtherClassGoal : AttackGoal
{
    private const double LeastCleanMargin = 6;
    private const double LargestSharpness = 1e6;

    private readonly int _label;
    private readonly float _sharpness;

    /// <param name="label">y, at least 0.</param>
    /// <param name="cleanLogits">[k], of the clean image.</param>
    public AnyOtherClassGoal(int label, ReadOnlySpan<float> cleanLogits)
    {
        _label = label;
        var cleanMargin = Lead(cleanLogits, label);
        _sharpness = cleanMargin > 0 ? (float)Math.Clamp(LeastCleanMargin / cleanMargin, 1, LargestSharpness) : 1f;
    }

    /// <inheritdoc/>
    public override int? TargetClass => null;

    /// <inheritdoc/>
    public override bool IsReachedBy(int predicted) => predicted != _label;

    /// <inheritdoc/>
    public override double Margin(ReadOnlySpan<float> logits) => -_sharpness * Lead(logits, _label);

    /// <inheritdoc/>
    public override float Loss(ReadOnlySpan<float> logits, Span<float> logitGradient)
    {
        for (var j = 0; j < logits.Length; j++)
        {
            logitGradient[j] = _sharpness * logits[j];
        }
        var loss = SoftmaxComplement.Evaluate(logitGradient, _label, logitGradient);
        for (var j = 0; j < logits.Length; j++)
        {
            logitGradient[j] *= _sharpness;
        }
        return loss;
    }
}
