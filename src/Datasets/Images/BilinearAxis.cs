namespace Experiments.Datasets;

/// <summary>
/// Weights of bilinear resizing along one axis. Pixel centres lie at half integers. Enlarging, a pixel lies between two; reducing, the
/// triangle is as wide as the scale, so that every source pixel counts. At the edges the weights of pixels that exist are divided by their
/// sum.
/// </summary>
internal sealed class BilinearAxis
{
    /// <param name="source">Pixels along the axis, at least 1.</param>
    /// <param name="target">Pixels wanted, at least 1.</param>
    public BilinearAxis(int source, int target)
    {
        (Start, Weights) = (new int[target], new double[target][]);
        var scale = (double)source / target;
        var reach = Math.Max(1, scale);
        for (var i = 0; i < target; i++)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max(0, (int)Math.Floor(centre - reach - 0.5));
            var end = Math.Min(source, (int)Math.Ceiling(centre + reach + 0.5));
            Start[i] = first;
            Weights[i] = Triangle(first, end, centre, reach);
        }
    }

    /// <summary>The first source pixel of each target pixel.</summary>
    public int[] Start { get; }

    /// <summary>Weights of the source pixels from <see cref="Start"/> on; they add up to 1.</summary>
    public double[][] Weights { get; }

    private static double[] Triangle(int first, int end, double centre, double reach)
    {
        var weights = new double[end - first];
        var sum = 0.0;
        for (var j = 0; j < weights.Length; j++)
        {
            weights[j] = Math.Max(0, 1 - Math.Abs(first + j + 0.5 - centre) / reach);
            sum += weights[j];
        }

        for (var j = 0; j < weights.Length; j++)
        {
            weights[j] /= sum;
        }
        return weights;
    }
}
