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
        if (logits.Length < 2 || logitGradient.Length != logits.Length)
        {
            throw new ArgumentException(
                $"logitGradient.Length is {logitGradient.Length}; it must be that of logits, {logits.Length}, and at least 2",
                nameof(logitGradient));
        }
        if ((uint)label >= (uint)logits.Length)
        {
            throw new ArgumentException($"label is {label}; it must be in [0, {logits.Length})", nameof(label));
        }

        var labelLogit = logits[label];
        var max = float.NegativeInfinity;
        for (var j = 0; j < logits.Length; j++)
        {
            max = j == label ? max : MathF.Max(max, logits[j]);
        }
        for (var j = 0; j < logits.Length; j++)
        {
            logitGradient[j] = j == label ? 0f : logits[j] - max;
        }
        VectorMath.Exp(logitGradient, logitGradient);
        logitGradient[label] = 0f;
        var others = Reduction.Sum(logitGradient);

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
