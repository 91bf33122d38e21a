using Experiments.Attacks;
using Experiments.Pipeline.Data;

namespace Experiments.Pipeline.Analyses;

/// <summary>Some clean images in memory, as attacks want them.</summary>
/// <param name="Pixels">[count, length].</param>
/// <param name="Length">Pixels of one image.</param>
/// <param name="Labels">The true class of each.</param>
/// <param name="Positions">The place of each in its split.</param>
internal sealed record ImageChunk(float[] Pixels, int Length, int[] Labels, int[] Positions)
{
    private const int Images = 500;

    /// <summary>All images in order, some at a time; how they are cut is part of no result.</summary>
    internal static IEnumerable<ImageChunk> Of(JobImages images)
    {
        for (var start = 0; start < images.Count; start += Images)
        {
            yield return Take(images, [.. Enumerable.Range(start, Math.Min(Images, images.Count - start))]);
        }
    }

    /// <summary>The images at these positions of the split, in their order.</summary>
    /// <exception cref="InvalidOperationException">A position is not among the images.</exception>
    internal static ImageChunk At(JobImages images, IReadOnlyList<int> positions) =>
        Take(images, [.. positions.Select(images.IndexOf)]);

    /// <summary>One image, [length].</summary>
    internal ReadOnlySpan<float> Image(int index) => Pixels.AsSpan(index * Length, Length);

    /// <summary>Only the images of these indices.</summary>
    internal ImageChunk Pick(IReadOnlyList<int> indices)
    {
        var pixels = new float[indices.Count * Length];
        for (var i = 0; i < indices.Count; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * Length));
        }

        return new ImageChunk(pixels, Length, [.. indices.Select(i => Labels[i])], [.. indices.Select(i => Positions[i])]);
    }

    internal AttackInput ToInput(ulong seed) =>
        new() { Images = Pixels, Length = Length, Labels = Labels, Positions = Positions, Seed = seed };

    private static ImageChunk Take(JobImages images, int[] indices)
    {
        var pixels = new float[indices.Length * images.Shape.Length];
        images.CopyImages(indices, pixels);
        return new ImageChunk(
            pixels, images.Shape.Length, [.. indices.Select(images.Label)], [.. indices.Select(i => images.Positions[i])]);
    }
}
