using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// The one way to run an attack: checks the input, lets the attack work, clips its images to [0, 1] (but for a control
/// that leaves the box on purpose), then measures distortion and asks the
/// source model again. Nothing an attack says of its own success is believed.
/// </summary>
public static class AttackRunner
{
    private const int JudgedTogether = 128;

    /// <summary>Perturbs every image of <paramref name="input"/>. An image on which the attack finds nothing is a row without success, not
    /// an error.</summary>
    /// <exception cref="ArgumentException">The input does not fit itself, the attack or the source; the message names every
    /// misfit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AdversarialBatch Craft(
        Attack attack, AttackInput input, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attack);
        ArgumentNullException.ThrowIfNull(input);
        AttackInputCheck.ThrowIfUnfit(attack.Type, input);

        var draws = attack.DrawsPerImage(input);
        var images = new float[checked(input.Count * draws * input.Length)];
        var traces = new AttackTrace[input.Count * draws];
        attack.Craft(input, new AttackOutput(images, traces, input.Length, draws), progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        if (attack.StaysInBox)
        {
            Clip(images);
        }
        var before = Predict(input.Source, input.Images.Span, input.Count, input.Length);
        var after = Predict(input.Source, images, traces.Length, input.Length);
        return new AdversarialBatch(images, input.Length, draws, Judge(input, draws, images, traces, before, after));
    }

    /// <summary>Values that are no numbers become 0, so that every image is in the box whatever the attack did.</summary>
    private static void Clip(Span<float> images)
    {
        foreach (ref var pixel in images)
        {
            pixel = pixel > 0f ? MathF.Min(pixel, 1f) : 0f;
        }
    }

    private static int[]? Predict(IGradientSource? source, ReadOnlySpan<float> images, int count, int length)
    {
        if (source is null)
        {
            return null;
        }

        var predicted = new int[count];
        var logits = new float[JudgedTogether * source.ClassCount];
        using var pass = source.OpenPass(JudgedTogether);
        for (var start = 0; start < count; start += JudgedTogether)
        {
            var n = Math.Min(JudgedTogether, count - start);
            var rows = logits.AsSpan(0, n * source.ClassCount);
            pass.Forward(images.Slice(start * length, n * length), n, rows);
            for (var i = 0; i < n; i++)
            {
                predicted[start + i] = Math.Max(0, Reduction.MaxIndex(rows.Slice(i * source.ClassCount, source.ClassCount)));
            }
        }

        return predicted;
    }

    private static AdversarialExample[] Judge(
        AttackInput input, int draws, float[] images, AttackTrace[] traces, int[]? before, int[]? after)
    {
        var examples = new AdversarialExample[traces.Length];
        for (var row = 0; row < examples.Length; row++)
        {
            var image = row / draws;
            var trace = traces[row];
            var x0 = input.Image(image);
            var x = images.AsSpan(row * input.Length, input.Length);
            examples[row] = new AdversarialExample
            {
                Image = input.Positions.Span[image],
                Draw = row % draws,
                Label = input.Labels.Span[image],
                TargetClass = trace.Goal?.TargetClass,
                PredictedBefore = before?[image],
                PredictedAfter = after?[row],
                Distortion = Distortion.RootMeanSquare(x0, x),
                Linf = Distortion.Of(PerturbationNorm.Linf, x0, x),
                C = trace.C,
                Iterations = trace.Iterations,
                GradientEvaluations = trace.GradientEvaluations,
                ProjectedGradientNorm = trace.ProjectedGradientNorm,
                Success = after is null ? null : trace.Goal?.IsReachedBy(after[row]),
            };
        }

        return examples;
    }
}
