namespace Experiments.Attacks;

/// <summary>How far a perturbed image is from the clean one. Summed in double precision, in order, so that bits do not depend on the vector
/// width.</summary>
public static class Distortion
{
    /// <summary>||x - x0|| in a norm.</summary>
    /// <exception cref="ArgumentException">The images differ in length or are empty.</exception>
    public static double Of(PerturbationNorm norm, ReadOnlySpan<float> x0, ReadOnlySpan<float> x) => norm switch
    {
        PerturbationNorm.Linf => Largest(x0, x),
        PerturbationNorm.L2 => Math.Sqrt(SquaredDistance(x0, x)),
        PerturbationNorm.Rms => RootMeanSquare(x0, x),
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, $"norm is {norm}; it must be a known norm."),
    };

    /// <summary>sqrt(sum of squared pixel changes / number of pixels).</summary>
    /// <exception cref="ArgumentException">The images differ in length or are empty.</exception>
    public static double RootMeanSquare(ReadOnlySpan<float> x0, ReadOnlySpan<float> x) => Math.Sqrt(SquaredDistance(x0, x) / x.Length);

    /// <summary>The same of a perturbation r itself.</summary>
    internal static double RootMeanSquare(ReadOnlySpan<float> r) => Math.Sqrt(SquaredLength(r) / r.Length);

    /// <summary>||r||_2^2. In double precision squares of the smallest gradients do not vanish.</summary>
    internal static double SquaredLength(ReadOnlySpan<float> r)
    {
        var sum = 0.0;
        foreach (var value in r)
        {
            sum += (double)value * value;
        }

        return sum;
    }

    /// <summary>||x - x0||_2^2.</summary>
    internal static double SquaredDistance(ReadOnlySpan<float> x0, ReadOnlySpan<float> x)
    {
        ThrowIfUnlike(x0, x);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var change = (double)x[i] - x0[i];
            sum += change * change;
        }

        return sum;
    }

    private static double Largest(ReadOnlySpan<float> x0, ReadOnlySpan<float> x)
    {
        ThrowIfUnlike(x0, x);
        var largest = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)x[i] - x0[i]));
        }

        return largest;
    }

    private static void ThrowIfUnlike(ReadOnlySpan<float> x0, ReadOnlySpan<float> x)
    {
        if (x0.Length != x.Length || x0.IsEmpty)
        {
            throw new ArgumentException(
                $"x has {x.Length} pixels; it must have as many as x0, which has {x0.Length}, and at least 1.", nameof(x));
        }
    }
}
