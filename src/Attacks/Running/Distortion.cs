namespace Experiments.Attacks;

/// <summary>How far a perturbed image is from the clean one.</summary>
public static class Distortion
{
    /// <summary>sqrt(sum of squared pixel changes / number of pixels): the Euclidean norm / sqrt(length). Summed in double precision, in order.</summary>
    /// <exception cref="ArgumentException">The images differ in length or are empty.</exception>
    public static double RootMeanSquare(ReadOnlySpan<float> x0, ReadOnlySpan<float> x)
    {
        if (x0.Length != x.Length || x0.IsEmpty)
            throw new ArgumentException($"x has {x.Length} pixels; it must have as many as x0, which has {x0.Length}, and at least 1.", nameof(x));

        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var change = (double)x[i] - x0[i];
            sum += change * change;
        }

        return Math.Sqrt(sum / x.Length);
    }
}
