namespace Experiments.Numerics;

/// <summary>
/// Softmax and cross-entropy of one image at a time: p = exp(z) / sum exp(z), loss = -log p[label]. Each row's result depends on that row
/// only. Small losses keep their relative precision: the largest term is taken out of the sum, and the label's gradient p - 1 is formed
/// from the other classes, not by subtraction.
/// </summary>
public static class SoftmaxCrossEntropy
{
    /// <summary>Loss and gradient of n rows.</summary>
    /// <param name="logits">[n, k], finite.</param>
    /// <param name="labels">[n], each in [0, k).</param>
    /// <param name="n">Rows; may be 0.</param>
    /// <param name="k">Classes, at least 1.</param>
    /// <param name="losses">[n], natural units; empty when not wanted.</param>
    /// <param name="logitGradient">[n, k], scale times (softmax - one-hot); empty when not wanted; may be <paramref name="logits"/>
    /// itself.</param>
    /// <param name="gradientScale">Multiplies the gradient, not the losses: 1/n for the gradient of a mean.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape, or a label is not in [0, k).</exception>
    public static void Evaluate(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int n, int k, Span<float> losses, Span<float> logitGradient,
        float gradientScale = 1f)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var elements = checked(n * k);
        RequireLength(logits.Length, elements, nameof(logits));
        RequireLength(labels.Length, n, nameof(labels));
        if (!losses.IsEmpty)
        {
            RequireLength(losses.Length, n, nameof(losses));
        }

        if (!logitGradient.IsEmpty)
        {
            RequireLength(logitGradient.Length, elements, nameof(logitGradient));
        }

        Span<float> scratch = k <= 256 ? stackalloc float[256] : new float[k];
        scratch = scratch[..k];
        for (var row = 0; row < n; row++)
        {
            var label = labels[row];
            if ((uint)label >= (uint)k)
            {
                throw new ArgumentException($"labels[{row}] is {label}; it must be in [0, {k})", nameof(labels));
            }

            var gradient = logitGradient.IsEmpty ? scratch : logitGradient.Slice(row * k, k);
            var loss = EvaluateRow(logits.Slice(row * k, k), label, gradient, gradientScale);
            if (!losses.IsEmpty)
            {
                losses[row] = loss;
            }
        }
    }

    private static float EvaluateRow(ReadOnlySpan<float> logits, int label, Span<float> gradient, float gradientScale)
    {
        var labelLogit = logits[label];
        var max = logits[Math.Max(0, Reduction.MaxIndex(logits))];
        for (var j = 0; j < logits.Length; j++)
        {
            gradient[j] = logits[j] - max;
        }

        VectorMath.Exp(gradient, gradient);
        var labelTerm = gradient[label];
        gradient[label] = 0f;
        var others = Reduction.Sum(gradient);
        var sum = others + labelTerm;

        // Where the label is the largest, its term is exactly 1 and the loss is log(1 + others); elsewhere nothing cancels.
        var loss = labelLogit == max
            ? LaneMath.Log1p<MathLane, float>(others)
            : max - labelLogit + VectorMath.Log(sum);

        for (var j = 0; j < gradient.Length; j++)
        {
            gradient[j] = gradientScale * (gradient[j] / sum);
        }

        gradient[label] = gradientScale * (-others / sum);
        return loss;
    }

    private static void RequireLength(int length, int needed, string name)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{name}.Length is {length}; it must be at least {needed}", name);
        }
    }
}
