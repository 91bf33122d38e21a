using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Analysis;

/// <summary>What to look for in a layer.</summary>
/// <param name="Layer">The layer, from 0; its outputs are looked at.</param>
/// <param name="Top">Images per unit or direction, at least 1.</param>
/// <param name="Directions">Random directions, and random choices of images, each at least 1.</param>
/// <param name="Seed">Of the directions and choices.</param>
public sealed record UnitSearch(int Layer, int Top, int Directions, ulong Seed);

/// <summary>
/// Units against directions: for every unit e of a layer the images with the largest activations ⟨phi(x), e⟩, the same for random
/// directions v with independent standard Gaussian components, ⟨phi(x), v⟩, and images picked at random; and how much the labels of each
/// have in common.
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, section 3: "the natural basis is not better than a
/// random basis for inspecting the properties of phi(x)". Differs from the paper: it lets people judge the images, here the coherence of
/// their labels is measured as well, and the control of random images is ours.
/// </remarks>
public static class UnitInspection
{
    private const int Batch = 256;

    /// <param name="network">The network.</param>
    /// <param name="images">Images that it was not trained on.</param>
    /// <param name="search">What to look for.</param>
    /// <param name="threads">The threads to use; no part of the result.</param>
    /// <param name="report">Told how many images have been looked at.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>All units, then all directions, then all random choices.</returns>
    /// <exception cref="ArgumentException">The network has no such layer, or there are fewer images than each draw wants.</exception>
    public static IReadOnlyList<UnitDraw> Run(
        IClassifier network, IImageSource images, UnitSearch search, ComputeThreads threads, Action<int> report,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(report);
        Check(network, images, search);
        var labels = new int[images.Count];
        images.CopyLabels([.. Enumerable.Range(0, images.Count)], labels);
        var (units, directions) = FindTops(network, images, search, threads, report, cancellationToken);
        return
        [
            .. DrawsOf(UnitBasis.Unit, units, labels, images.ClassCount),
            .. DrawsOf(UnitBasis.RandomDirection, directions, labels, images.ClassCount),
            .. Enumerable.Range(0, search.Directions).Select(draw => Choose(search, draw, labels, images.ClassCount)),
        ];
    }

    private static void Check(IClassifier network, IImageSource images, UnitSearch search)
    {
        if (search.Layer < 0 || search.Layer >= network.Layers.Count)
        {
            throw new ArgumentException($"layer is {search.Layer}; it must be from 0 to {network.Layers.Count - 1}.", nameof(search));
        }

        if (search.Top < 1 || search.Top > images.Count)
        {
            throw new ArgumentException($"top is {search.Top}; it must be from 1 to the number of images, {images.Count}.", nameof(search));
        }

        if (search.Directions < 1)
        {
            throw new ArgumentException($"directions is {search.Directions}; it must be at least 1.", nameof(search));
        }
    }

    private static (TopScores Units, TopScores Directions) FindTops(
        IClassifier network, IImageSource images, UnitSearch search, ComputeThreads threads, Action<int> report,
        CancellationToken cancellationToken)
    {
        var length = network.Layers[search.Layer].OutputShape.Length;
        var (units, directions) = (new TopScores(length, search.Top), new TopScores(search.Directions, search.Top));
        var basis = RandomBasis(search, length);
        var capacity = Math.Min(Batch, images.Count);
        var x = new float[capacity * images.Shape.Length];
        var logits = new float[capacity * network.ClassCount];
        var scores = new float[capacity * search.Directions];
        using var pass = network.OpenPass(capacity);
        for (var start = 0; start < images.Count; start += capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(capacity, images.Count - start);
            images.CopyImages([.. Enumerable.Range(start, n)], x);
            pass.Forward(x, n, logits);
            var activations = pass.Activations(search.Layer);
            MatrixProduct.Multiply(
                MatrixLayout.TransposedB, n, search.Directions, length, activations, basis, scores, accumulate: false, Epilogue.None,
                threads);
            for (var i = 0; i < n; i++)
            {
                units.Add(start + i, activations.Slice(i * length, length));
                directions.Add(start + i, scores.AsSpan(i * search.Directions, search.Directions));
            }

            report(start + n);
        }

        return (units, directions);
    }

    /// <summary>[directions, length], each row from a stream of its own.</summary>
    private static float[] RandomBasis(UnitSearch search, int length)
    {
        var basis = new float[checked(search.Directions * length)];
        for (var draw = 0; draw < search.Directions; draw++)
        {
            new CounterRandom(search.Seed, RandomPurpose.Direction, Index(search, draw)).FillGaussian(basis.AsSpan(draw * length, length));
        }

        return basis;
    }

    private static IEnumerable<UnitDraw> DrawsOf(UnitBasis basis, TopScores tops, int[] labels, int classCount) =>
        Enumerable.Range(0, tops.Directions).Select(
            draw => DrawOf(basis, draw, tops.Images(draw).ToArray(), tops.IsTied(draw), labels, classCount));

    /// <summary>Different images, every choice equally likely.</summary>
    private static UnitDraw Choose(UnitSearch search, int draw, int[] labels, int classCount)
    {
        var random = new CounterRandom(search.Seed, RandomPurpose.ImageChoice, Index(search, draw));
        var chosen = new List<int>(search.Top);
        while (chosen.Count < search.Top)
        {
            var image = random.NextInt(labels.Length);
            if (!chosen.Contains(image))
            {
                chosen.Add(image);
            }
        }

        return DrawOf(UnitBasis.RandomImages, draw, [.. chosen], tied: false, labels, classCount);
    }

    private static UnitDraw DrawOf(UnitBasis basis, int draw, int[] images, bool tied, int[] labels, int classCount) =>
        new(basis, draw, images, tied, LabelCoherence.Of([.. images.Select(i => labels[i])], classCount));

    /// <summary>The layers of a network get directions of their own.</summary>
    private static ulong Index(UnitSearch search, int draw) => (ulong)search.Layer << 32 | (uint)draw;
}
