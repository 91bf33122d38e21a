namespace Experiments.Attacks;

/// <summary>Reading classes off logits.</summary>
internal static class Classes
{
    /// <summary>The class with the largest logit; the first of equals.</summary>
    public static int Largest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var j = 1; j < logits.Length; j++)
        {
            if (logits[j] > logits[best])
                best = j;
        }

        return best;
    }
}
