namespace Experiments.Numerics;

/// <summary>The softmax of all classes but one.</summary>
internal static class OtherClasses
{
    /// <summary>exp(z - max) of the other classes, with max the largest of their logits; 0 for the label.</summary>
    /// <param name="logits">[k], finite.</param>
    /// <param name="label">In [0, k).</param>
    /// <param name="exponentials">[k]; may be <paramref name="logits"/> itself.</param>
    /// <param name="max">The largest logit of the other classes.</param>
    /// <param name="sum">Of the exponentials, at least 1.</param>
    public static void Exponentials(ReadOnlySpan<float> logits, int label, Span<float> exponentials, out float max, out float sum)
    {
        max = float.NegativeInfinity;
        for (var j = 0; j < logits.Length; j++)
        {
            max = j == label ? max : MathF.Max(max, logits[j]);
        }
        for (var j = 0; j < logits.Length; j++)
        {
            exponentials[j] = j == label ? 0f : logits[j] - max;
        }
        VectorMath.Exp(exponentials, exponentials);
        exponentials[label] = 0f;
        sum = Reduction.Sum(exponentials);
    }

    /// <exception cref="ArgumentException">The spans differ in length or are shorter than 2, or the label is not in [0, k).</exception>
    public static void ThrowIfUnfit(ReadOnlySpan<float> logits, int label, ReadOnlySpan<float> result, string resultName)
    {
        if (logits.Length < 2 || result.Length != logits.Length)
        {
            throw new ArgumentException(
                $"{resultName}.Length is {result.Length}; it must be that of logits, {logits.Length}, and at least 2", resultName);
        }
        if ((uint)label >= (uint)logits.Length)
        {
            throw new ArgumentException($"label is {label}; it must be in [0, {logits.Length})", nameof(label));
        }
    }
}
