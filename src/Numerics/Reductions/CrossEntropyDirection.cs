namespace Experiments.Numerics;

/// <summary>
/// The direction in which the cross-entropy of a class grows, of one image. Its gradient by the logits is softmax - one-hot =
/// (1 - p[label]) (q - one-hot), with q the probabilities of the other classes among themselves. The factor vanishes in single precision
/// where p[label] is nearly 1; q - one-hot, the gradient of log((1 - p) / p) of the label, never does.
/// </summary>
public static class CrossEntropyDirection
{
    /// <summary>q - one-hot, times a sign.</summary>
    /// <param name="logits">[k], finite; at least 2 classes.</param>
    /// <param name="label">In [0, k).</param>
    /// <param name="sign">1 for the direction in which the cross-entropy grows, -1 for that in which it falls.</param>
    /// <param name="direction">[k]: its elements add up to 0, its largest is 1 in size. May be <paramref name="logits"/> itself.</param>
    /// <exception cref="ArgumentException">The spans differ in length or are shorter than 2, or the label is not in [0, k).</exception>
    public static void Evaluate(ReadOnlySpan<float> logits, int label, float sign, Span<float> direction)
    {
        OtherClasses.ThrowIfUnfit(logits, label, direction, nameof(direction));
        OtherClasses.Exponentials(logits, label, direction, out _, out var sum);
        for (var j = 0; j < direction.Length; j++)
        {
            direction[j] *= sign / sum;
        }
        direction[label] = -sign;
    }
}
