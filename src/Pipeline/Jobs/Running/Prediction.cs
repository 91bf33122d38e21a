using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Data;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Classes by forward passes; an image's class does not depend on the images that it is computed with.</summary>
internal static class Prediction
{
    private const int Batch = 256;

    /// <summary>The class with the largest logit of each image, the first of equals; <see cref="VerdictRow.NoClass"/> where a logit is no
    /// finite number.</summary>
    internal static int[] Classes(IClassifier model, JobImages images, CancellationToken cancellationToken)
    {
        var buffer = new float[Math.Min(Batch, images.Count) * images.Shape.Length];
        return Classes(model, images.Count, (start, n) =>
        {
            images.CopyRange(start, n, buffer);
            return buffer.AsMemory(0, n * images.Shape.Length);
        }, cancellationToken);
    }

    /// <summary>The same for images in memory, [n, length].</summary>
    internal static int[] Classes(IClassifier model, ReadOnlyMemory<float> images, CancellationToken cancellationToken)
    {
        var length = model.InputShape.Length;
        return Classes(model, images.Length / length, (start, n) => images.Slice(start * length, n * length), cancellationToken);
    }

    /// <summary>The same for images that are made when they are wanted: from the first, and how many.</summary>
    internal static int[] Classes(
        IClassifier model, int count, Func<int, int, ReadOnlyMemory<float>> read, CancellationToken cancellationToken)
    {
        var classes = new int[count];
        var logits = new float[Math.Min(Batch, count) * model.ClassCount];
        using var pass = model.OpenPass(Math.Min(Batch, count));
        for (var start = 0; start < count; start += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(Batch, count - start);
            pass.Forward(read(start, n).Span, n, logits);
            for (var i = 0; i < n; i++)
            {
                classes[start + i] = Class(logits.AsSpan(i * model.ClassCount, model.ClassCount));
            }
        }

        return classes;
    }

    private static int Class(ReadOnlySpan<float> logits) => Finite.All(logits) ? Reduction.MaxIndex(logits) : VerdictRow.NoClass;
}
