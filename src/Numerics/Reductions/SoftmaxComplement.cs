namespace Experiments.Numerics;

/// <summary>
/// The cross-entropy of "any class but this one", of one image: p = exp(z) / sum exp(z), loss = -log(1 - p[label]), which for two classes
/// is that of the other class. With L the log-sum-exp of the other classes it is log(1 + exp(z[label] - L)), which neither overflows nor
/// cancels where p[label] is nearly 1 or nearly 0.
/// </summary>
public static class SoftmaxComplement
{
    /// <summary>Loss and gradient of one row.</summary>
    /// <param name="logits">[k], finite; at least 2 classes.</param>
    /// <param name="label">In [0, k).</param>
    /// <param name="logitGradient">[k]: p[label] at the label, -p[label] q elsewhere, with q the probabilities of the other classes among
    /// themselves. May be <paramref name="logits"/> itself.</param>
    /// <returns>The loss in natural units.</returns>
    /// <exception cref="ArgumentException">The spans differ in length or are shorter than 2, or the label is not in [0, k).</exception>
    public static float Evaluate(ReadOnlySpan<float> logits, int label, Span<float> logitGradient)
    {
        OtherClasses.ThrowIfUnfit(logits, label, logitGradient, nameof(logitGradient));
        var labelLogit = logits[label];
        OtherClasses.Exponentials(logits, label, logitGradient, out var max, out var others);

        var lead = labelLogit - max - VectorMath.Log(others);
        var labelProbability = VectorMath.Sigmoid(lead);
        for (var j = 0; j < logitGradient.Length; j++)
        {
            logitGradient[j] *= -labelProbability / others;
        }
        logitGradient[label] = labelProbability;
        return MathF.Max(lead, 0f) + LaneMath.Log1p<MathLane, float>(VectorMath.Exp(-MathF.Abs(lead)));
    }
}
