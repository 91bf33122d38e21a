namespace Experiments.Analysis;

/// <summary>How much a few images have one class in common: 8 images of one class are perfectly coherent, 8 of different classes not at
/// all.</summary>
/// <param name="Label">The most frequent class, the smallest of equals.</param>
/// <param name="Purity">Share of the images that are of it, from 1 / (number of images) to 1.</param>
/// <param name="EntropyBits">Entropy of the distribution of their classes, -sum p log2 p; 0 where all are of one class.</param>
public readonly record struct LabelCoherence(int Label, double Purity, double EntropyBits)
{
    /// <param name="labels">The images' classes, at least one.</param>
    /// <param name="classCount">Number of classes k; labels are 0 to k - 1.</param>
    /// <exception cref="ArgumentException">There is no label, or one is not from 0 to k - 1.</exception>
    public static LabelCoherence Of(ReadOnlySpan<int> labels, int classCount)
    {
        if (labels.IsEmpty)
        {
            throw new ArgumentException("labels is empty; it must have at least one.", nameof(labels));
        }

        var counts = new int[classCount];
        foreach (var label in labels)
        {
            if (label < 0 || label >= classCount)
            {
                throw new ArgumentException($"labels has {label}; it must be from 0 to {classCount - 1}.", nameof(labels));
            }

            counts[label]++;
        }

        var most = 0;
        var sum = 0.0;
        for (var label = 0; label < classCount; label++)
        {
            most = counts[label] > counts[most] ? label : most;
            sum += counts[label] * Log2(Math.Max(1, counts[label]));
        }

        // -sum (c/n) log2 (c/n) = log2 n - (sum c log2 c) / n; rounding must not leave a negative zero or less where it is 0.
        return new LabelCoherence(most, (double)counts[most] / labels.Length, Math.Max(0, Log2(labels.Length) - (sum / labels.Length)));
    }

    /// <summary>
    /// The binary logarithm of a whole number, by additions, products and quotients only, so that its bits are the same everywhere: n = 2^e
    /// m with m in [1, 2), and ln m = 2 artanh y with y = (m - 1) / (m + 1) at most 1/3, whose series is below one unit in the last place
    /// after 18 terms. Exact for powers of two.
    /// </summary>
    internal static double Log2(int n)
    {
        const int terms = 18;
        const double twoOverLn2 = 2.8853900817779268;
        var exponent = System.Numerics.BitOperations.Log2((uint)n);
        var m = n / (double)(1u << exponent);
        var y = (m - 1) / (m + 1);
        var series = 0.0;
        for (var i = terms - 1; i >= 0; i--)
        {
            series = (series * y * y) + (1.0 / ((2 * i) + 1));
        }

        return exponent + (twoOverLn2 * y * series);
    }
}
