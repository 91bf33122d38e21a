using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses;

/// <summary>The perturbed images of one file of a set beside their clean originals.</summary>
internal sealed class PairedImages
{
    private readonly float[] _clean;

    private PairedImages(PerturbedImages perturbed, float[] clean, int[] labels) =>
        (Perturbed, _clean, Labels) = (perturbed, clean, labels);

    internal PerturbedImages Perturbed { get; }

    /// <summary>[rows, length]: the original of each perturbed image.</summary>
    internal ReadOnlyMemory<float> Clean => _clean;

    /// <summary>The true class of each.</summary>
    internal IReadOnlyList<int> Labels { get; }

    internal int Count => Perturbed.Count;

    internal int Length => Perturbed.Shape.Length;

    /// <summary>All of a set, file by file in the order of the images.</summary>
    internal static async IAsyncEnumerable<PairedImages> ReadAsync(
        JobContext context, JobKey set, DataSettings data,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var images = context.LoadImages(data);
        await foreach (var file in context.ReadPerturbedAsync(set, cancellationToken))
        {
            yield return Of(images, file);
        }
    }

    /// <summary>Only some rows, in the order given.</summary>
    internal (float[] Clean, float[] Perturbed, int[] Labels) Pick(IReadOnlyList<int> rows)
    {
        var (clean, perturbed) = (new float[rows.Count * Length], new float[rows.Count * Length]);
        for (var i = 0; i < rows.Count; i++)
        {
            _clean.AsSpan(rows[i] * Length, Length).CopyTo(clean.AsSpan(i * Length));
            Perturbed.Image(rows[i]).Span.CopyTo(perturbed.AsSpan(i * Length));
        }

        return (clean, perturbed, [.. rows.Select(row => Labels[row])]);
    }

    private static PairedImages Of(JobImages images, PerturbedImages file)
    {
        var rows = file.Positions.Select(position => images.Positions.BinarySearch(position)).ToArray();
        if (rows.FirstOrDefault(row => row < 0) < 0)
        {
            throw new InvalidOperationException(
                "a perturbed image has a position that is not among the clean images that the job reads; every one must be.");
        }

        var clean = new float[rows.Length * images.Shape.Length];
        images.CopyImages(rows, clean);
        return new PairedImages(file, clean, [.. rows.Select(images.Label)]);
    }
}
