namespace Experiments.Attacks;

/// <summary>How much larger the largest logit must be than the next for another arithmetic to find the same class.</summary>
internal static class ReadingMargin
{
    // The products of a layer summed in another order move logits by one or two; a class that leads by less is a matter of luck.
    private const double UnitsInTheLastPlace = 8;

    private const double Unit = 1.0 / (1 << 23);

    /// <summary>A few units in the last place of the largest logit; at least the smallest number above 0.</summary>
    /// <param name="logits">[k], finite.</param>
    public static double Of(ReadOnlySpan<float> logits)
    {
        var largest = 0f;
        foreach (var logit in logits)
        {
            largest = MathF.Max(largest, MathF.Abs(logit));
        }

        return Math.Max(UnitsInTheLastPlace * Unit * largest, float.Epsilon);
    }
}
