using System.Globalization;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>The bounds of the operations that layers are made of. C. Szegedy et al., "Intriguing properties of neural networks", 2013,
/// arXiv:1312.6199, section 4.3.</summary>
internal static class OperationBounds
{
    /// <summary>What iterations come to: the residual, relative to the norm. The norm's own error goes with its square.</summary>
    private const double Tolerance = 1e-5;

    private const string Iteration = "power iteration to 1e-5";

    /// <summary>Values are passed on, in the same or in another order.</summary>
    public static OperationBound Identity(string why) => new(1, why);

    /// <summary>The largest singular value.</summary>
    public static OperationBound Dense(float[] weights, int units, int inputs, ComputeThreads threads)
    {
        var norm = OperatorNorm.Largest(new DenseOperator(weights, units, inputs, threads), Tolerance);
        return new OperationBound(norm.Value, Iteration) { Converged = norm.Converged };
    }

    /// <summary>The norm on the smallest torus that holds the padded image, by the kernels' Fourier transform; beside it that of the layer
    /// with zeros around.</summary>
    public static OperationBound Convolution(Convolution2DShape shape, float[] weights, ComputeThreads threads)
    {
        var torus = PeriodicConvolution.Around(shape);
        var (value, converged) = torus.Norm(weights, Tolerance, threads);
        var padded = OperatorNorm.Largest(ImageOperator.OfConvolution(shape, weights, threads), Tolerance);
        var folded = shape.StrideY * shape.StrideX > 1
            ? string.Create(CultureInfo.InvariantCulture, $", {shape.StrideY * shape.StrideX} frequencies folded")
            : "";
        return new OperationBound(
            value, string.Create(CultureInfo.InvariantCulture, $"Fourier transform on a {torus.Height}x{torus.Width} torus{folded}"))
        {
            ZeroPadded = padded.Value,
            Converged = converged && padded.Converged,
        };
    }

    /// <summary>Filters that are not shared have no transform: power iteration on the whole layer.</summary>
    public static OperationBound LocalFilters(Convolution2DShape shape, float[] weights, ComputeThreads threads)
    {
        var norm = OperatorNorm.Largest(ImageOperator.OfLocalFilters(shape, weights, threads), Tolerance);
        return new OperationBound(norm.Value, Iteration) { Converged = norm.Converged };
    }

    /// <summary>
    /// A window's maximum and its L2 norm change by at most the norm of the change inside the window, its mean by that over the root of its
    /// size. Squared and summed over windows, each pixel counts as often as windows hold it: the factor is the root of the largest such
    /// number, which is at most ceil(window / stride)^2.
    /// </summary>
    public static OperationBound Pooling(Pooling2D pooling)
    {
        var rows = MostWindows(pooling.Height, pooling.WindowHeight, pooling.StrideY, pooling.PaddingY, pooling.OutputHeight);
        var columns = MostWindows(pooling.Width, pooling.WindowWidth, pooling.StrideX, pooling.PaddingX, pooling.OutputWidth);
        var window = pooling.Kind == PoolingKind.Average ? Math.Sqrt((double)pooling.WindowHeight * pooling.WindowWidth) : 1;
        var shared = rows * columns > 1 ? $"a pixel is in up to {rows}x{columns} windows" : "windows do not overlap";
        return new OperationBound(
            Math.Sqrt((double)rows * columns) / window, pooling.Kind == PoolingKind.Average ? $"mean; {shared}" : shared);
    }

    /// <summary>
    /// y_i = x_i b_i^-beta with b_i = k + alpha sum_j x_j^2. Its derivative has b_i^-beta (1 - 2 alpha beta x_i^2 / b_i) on the diagonal
    /// and -2 alpha beta x_i x_j b_i^(-beta - 1) beside it. With s = size, alpha |x_i| sum_j |x_j| over the others is at most (b_i - k)
    /// sqrt(s - 1) / 2, and alpha |x_i x_j| at most (b_i - k) / 2. So a row's absolute sum is at most max over b of b^-beta (d + c (1 - k /
    /// b)), c = beta sqrt(s - 1), a column's k^-beta d + (s - 1) beta max of (b - k) b^(-beta - 1), d = max(1, 2 beta - 1); the norm is at
    /// most the root of their product (I. Schur, 1911).
    /// </summary>
    public static OperationBound ResponseNormalization(LocalResponseNormalization normalization)
    {
        double beta = normalization.Beta, others = normalization.Size - 1;
        var scale = Power(normalization.K, -beta);
        var diagonal = Math.Max(1, 2 * beta - 1);
        var c = beta * Math.Sqrt(others);

        // In t = k / b from 0 to 1: t^beta (d + c - c t) is largest at t = (d + c) beta / (c (1 + beta)), t^beta (1 - t) at beta / (1 +
        // beta).
        var t = c > 0 ? Math.Min(1, (diagonal + c) * beta / (c * (1 + beta))) : 1;
        var row = Power(t, beta) * (diagonal + c - c * t);
        var off = Power(beta / (1 + beta), beta) / (1 + beta);
        var column = diagonal + others * beta * off;
        return normalization.Alpha == 0
            ? new OperationBound(scale, "division by k^beta")
            : new OperationBound(scale * Math.Sqrt(row * column), "rows and columns of the derivative (Schur)");
    }

    /// <summary>
    /// g = x - G x, y = g / max(floor, s), s = sqrt(G g^2). G is symmetric with non-negative weights that add up to at most 1; its least
    /// eigenvalue is not below the least value m of the window's transform, so the subtraction's norm is at most 1 - min(0, m). The
    /// division's derivative is 1 / max(floor, s), less g (ds)' / s^2 where s is above the floor: with w the weight of a pixel for itself,
    /// |g| over the channels is at most s sqrt(channels / w) there, and |ds|^2 for a change v at most G v^2, which makes the second part at
    /// most 1 / (floor sqrt(w)).
    /// </summary>
    public static OperationBound ContrastNormalization(LocalContrastNormalization normalization)
    {
        var weights = WindowWeights(normalization.Size, normalization.Sigma);
        var least = LeastOfTransform(weights);
        var centre = weights[normalization.Size / 2] * weights[normalization.Size / 2];
        var value = (1 - Math.Min(0, least)) * (1 + 1 / Math.Sqrt(centre)) / normalization.Floor;
        return new OperationBound(value, string.Create(
            CultureInfo.InvariantCulture, $"division by the floor of {normalization.Floor:G4}, where contrast vanishes"));
    }

    private static int MostWindows(int size, int window, int stride, int padding, int outputs)
    {
        var most = 0;
        for (var at = 0; at < size; at++)
        {
            var count = 0;
            for (var o = 0; o < outputs; o++)
            {
                var start = o * stride - padding;
                count += at >= start && at < start + window ? 1 : 0;
            }

            most = Math.Max(most, count);
        }

        return most;
    }

    /// <summary>By this library's own exp and log: good to 1e-6, the same on every machine.</summary>
    private static double Power(double x, double exponent) =>
        x > 0 ? VectorMath.Exp((float)exponent * VectorMath.Log((float)x)) : exponent == 0 ? 1 : 0;

    private static double[] WindowWeights(int size, float sigma)
    {
        var weights = new double[size];
        for (var i = 0; i < size; i++)
        {
            var distance = (i - size / 2) / sigma;
            weights[i] = VectorMath.Exp(-distance * distance / 2);
        }

        var total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }

    /// <summary>Of the two-dimensional window, by products of the one-dimensional transform's values, on 360 frequencies.</summary>
    private static double LeastOfTransform(double[] weights)
    {
        var roots = new UnitRoots(360);
        var half = weights.Length / 2;
        var values = Enumerable.Range(0, roots.Count)
            .Select(k => weights[half] + 2 * Enumerable.Range(1, half).Sum(d => weights[half + d] * roots.Cos((long)k * d)))
            .ToList();
        return Math.Min(values.Min(), values.Min() * values.Max());
    }
}
