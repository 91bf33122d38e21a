using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// The one way to run an attack: checks the input, lets the attack work, clips its images to [0, 1] (but for a control
/// that leaves the box on purpose), then measures distortion and asks the
/// source model again. Nothing an attack says of its own success is believed. An image for which a logit is no finite number has no class,
/// and is no success.
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
        var (images, traces, draws) = Run(attack, input, progress, cancellationToken);
        var verdicts = new RunnerVerdicts(
            Predict(input.Source, input.Images.Span, input.Count, input.Length),
            Predict(input.Source, images, traces.Length, input.Length),
            attack.StaysInBox ? Predict(input.Source, AsBytes(images), traces.Length, input.Length) : null);
        return new AdversarialBatch(images, input.Length, draws, Judge(input, draws, images, traces, verdicts));
    }

    /// <summary>The same images, [n, draws, length], without a look at what the source makes of them.</summary>
    /// <inheritdoc cref="Craft"/>
    public static ReadOnlyMemory<float> Perturb(Attack attack, AttackInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attack);
        ArgumentNullException.ThrowIfNull(input);
        return Run(attack, input, progress: null, cancellationToken).Images;
    }

    private static (float[] Images, AttackTrace[] Traces, int Draws) Run(
        Attack attack, AttackInput input, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        AttackInputCheck.ThrowIfUnfit(attack.Type, input);
        var draws = attack.DrawsPerImage(input);
        var images = new float[checked(input.Count * draws * input.Length)];
        var traces = new AttackTrace[input.Count * draws];
        attack.Craft(input, new AttackOutput(images, traces, input.Length, draws), progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        RestoreUnlessFinite(input, draws, images);
        if (attack.StaysInBox)
        {
            Clip(images);
        }
        return (images, traces, draws);
    }

    /// <summary>An image with a pixel that is no number is none: the clean image stands in its place.</summary>
    private static void RestoreUnlessFinite(AttackInput input, int draws, Span<float> images)
    {
        for (var row = 0; row < input.Count * draws; row++)
        {
            var x = images.Slice(row * input.Length, input.Length);
            if (!Finite.All(x))
            {
                input.Image(row / draws).CopyTo(x);
            }
        }
    }

    private static void Clip(Span<float> images)
    {
        foreach (ref var pixel in images)
        {
            pixel = pixel > 0f ? MathF.Min(pixel, 1f) : 0f;
        }
    }

    /// <summary>The images as files of 8 bits per channel hold them.</summary>
    private static float[] AsBytes(ReadOnlySpan<float> images)
    {
        var rounded = new float[images.Length];
        PixelGrid.Bytes.Round(images, rounded);
        return rounded;
    }

    /// <summary>The class of each image; null where a logit is no finite number.</summary>
    private static int?[]? Predict(IGradientSource? source, ReadOnlySpan<float> images, int count, int length)
    {
        if (source is null)
        {
            return null;
        }

        var predicted = new int?[count];
        var logits = new float[JudgedTogether * source.ClassCount];
        using var pass = source.OpenPass(JudgedTogether);
        for (var start = 0; start < count; start += JudgedTogether)
        {
            var n = Math.Min(JudgedTogether, count - start);
            var rows = logits.AsSpan(0, n * source.ClassCount);
            pass.Forward(images.Slice(start * length, n * length), n, rows);
            for (var i = 0; i < n; i++)
            {
                var row = rows.Slice(i * source.ClassCount, source.ClassCount);
                predicted[start + i] = Finite.All(row) ? Reduction.MaxIndex(row) : null;
            }
        }

        return predicted;
    }

    private static AdversarialExample[] Judge(
        AttackInput input, int draws, float[] images, AttackTrace[] traces, RunnerVerdicts verdicts)
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
                PredictedBefore = verdicts.Before?[image],
                PredictedAfter = verdicts.After?[row],
                PredictedAsBytes = verdicts.AsBytes?[row],
                Distortion = Distortion.RootMeanSquare(x0, x),
                Linf = Distortion.Of(PerturbationNorm.Linf, x0, x),
                C = trace.C,
                Iterations = trace.Iterations,
                GradientEvaluations = trace.GradientEvaluations,
                ProjectedGradientNorm = trace.ProjectedGradientNorm,
                Success = IsReached(trace.Goal, verdicts.After, row),
                SuccessAsBytes = IsReached(trace.Goal, verdicts.AsBytes, row),
            };
        }

        return examples;
    }

    private static bool? IsReached(AttackGoal? goal, int?[]? predicted, int row) =>
        goal is null || predicted is null ? null : predicted[row] is { } read && goal.IsReachedBy(read);

    /// <summary>The source's classes; null without a source.</summary>
    /// <param name="Before">Of clean images.</param>
    /// <param name="After">Of perturbed images.</param>
    /// <param name="AsBytes">Of perturbed images in 8 bits.</param>
    private sealed record RunnerVerdicts(int?[]? Before, int?[]? After, int?[]? AsBytes);
}
