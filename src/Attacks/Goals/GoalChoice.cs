using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Resolves a <see cref="TargetChoice"/> for one image.</summary>
internal static class GoalChoice
{
    /// <summary>How many goals an image gets.</summary>
    public static int PerImage(TargetChoice choice, int classCount) => choice == TargetChoice.All ? classCount - 1 : 1;

    /// <param name="choice">How to choose.</param>
    /// <param name="label">The true class.</param>
    /// <param name="draw">Counted from 0; below <see cref="PerImage"/>.</param>
    /// <param name="seed">The attack's.</param>
    /// <param name="position">The image's position in its data set's split.</param>
    /// <param name="logits">[k], of the clean image; at least 2 classes.</param>
    public static AttackGoal Choose(
        TargetChoice choice, int label, int draw, ulong seed, int position, ReadOnlySpan<float> logits) => choice switch
    {
        TargetChoice.Random => Wrong(label, new CounterRandom(seed, RandomPurpose.TargetClass, (ulong)position).NextInt(logits.Length - 1)),
        TargetChoice.All => Wrong(label, draw),
        TargetChoice.Next => new TargetClassGoal((label + 1) % logits.Length),
        TargetChoice.RunnerUp => Extreme(logits, label, sign: 1),
        TargetChoice.LeastLikely => Extreme(logits, label, sign: -1),
        TargetChoice.Untargeted => new AnyOtherClassGoal(label),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, $"target is {choice}; it must be a known choice."),
    };

    /// <summary>The n-th class that is not the true one.</summary>
    private static TargetClassGoal Wrong(int label, int n) => new(n < label ? n : n + 1);

    private static TargetClassGoal Extreme(ReadOnlySpan<float> logits, int label, float sign)
    {
        var best = -1;
        for (var j = 0; j < logits.Length; j++)
        {
            if (j != label && (best < 0 || sign * logits[j] > sign * logits[best]))
            {
                best = j;
            }
        }

        return new TargetClassGoal(best);
    }
}
