namespace Experiments.Attacks;

/// <summary>What an attack wants the source model to take an image for: the loss that it lowers, the margin whose sign says whether it got
/// there, and how the runner judges it afterwards. Immutable.</summary>
public abstract class AttackGoal
{
    private protected AttackGoal()
    {
    }

    /// <summary>The one class that is wanted; null where any of several will do.</summary>
    public abstract int? TargetClass { get; }

    /// <summary>Whether the class that the source model gives an image is what was wanted.</summary>
    public abstract bool IsReachedBy(int predicted);

    /// <summary>The largest logit of the wanted classes less the largest of the others: above 0 where the goal is reached, below 0 where it
    /// is not.</summary>
    /// <param name="logits">[k].</param>
    public abstract double Margin(ReadOnlySpan<float> logits);

    /// <summary>The smooth loss whose fall drives an image towards the goal, in natural units: -log of the probability of the wanted
    /// classes.</summary>
    /// <param name="logits">[k], finite.</param>
    /// <param name="logitGradient">[k]: receives its gradient. May be <paramref name="logits"/> itself.</param>
    public abstract float Loss(ReadOnlySpan<float> logits, Span<float> logitGradient);

    /// <summary>The gradient of <see cref="Loss"/> in another length, which never vanishes: where the goal is reached by far, or missed by
    /// far, single precision has no more of the gradient than 0.</summary>
    /// <param name="logits">[k], finite.</param>
    /// <param name="logitDirection">[k]: receives a positive multiple of the gradient, whose largest element is 1 in size.</param>
    public abstract void Direction(ReadOnlySpan<float> logits, Span<float> logitDirection);

    /// <summary>A class's logit less the largest of the other classes.</summary>
    private protected static double Lead(ReadOnlySpan<float> logits, int ofClass)
    {
        var largest = float.NegativeInfinity;
        for (var j = 0; j < logits.Length; j++)
        {
            if (j != ofClass)
            {
                largest = MathF.Max(largest, logits[j]);
            }
        }

        return (double)logits[ofClass] - largest;
    }
}
