using System.Globalization;
using Experiments.Numerics;

namespace Experiments.Spectral;

/// <summary>A layer with weights: how large it is, and its operator norm as the analysis <c>spectral</c> computes it.</summary>
/// <param name="Name">As the paper's Table 5 names it.</param>
/// <param name="Shape">For people.</param>
/// <param name="Weights">How many.</param>
/// <param name="Norms">The bound, for a convolution the norm with zeros around it, and whether all iterations converged.</param>
internal sealed record MeasuredLayer(
    string Name, string Shape, int Weights, Func<float[], ComputeThreads, (double Bound, double? Padded, bool Converged)> Norms)
{
    private const ulong Seed = 2013;

    internal float[] RandomWeights()
    {
        var random = new CounterRandom(Seed, RandomPurpose.None, (ulong)Weights);
        var weights = new float[Weights];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)(0.02 * random.NextGaussian());
        }

        return weights;
    }
}

/// <summary>A. Krizhevsky et al., 2012.</summary>
internal static class AlexNetLayers
{
    private const double Tolerance = 1e-5;

    internal static IReadOnlyList<MeasuredLayer> All { get; } =
    [
        Convolution("conv1", channels: 3, size: 224, filters: 96, kernel: 11, stride: 4, padding: 2),
        Convolution("conv2", channels: 96, size: 27, filters: 256, kernel: 5, stride: 1, padding: 2, groups: 2),
        Convolution("conv3", channels: 256, size: 13, filters: 384, kernel: 3, stride: 1, padding: 1),
        Convolution("conv4", channels: 384, size: 13, filters: 384, kernel: 3, stride: 1, padding: 1, groups: 2),
        Convolution("conv5", channels: 384, size: 13, filters: 256, kernel: 3, stride: 1, padding: 1, groups: 2),
        Dense("fc1", units: 4096, inputs: 9216),
        Dense("fc2", units: 4096, inputs: 4096),
        Dense("fc3", units: 1000, inputs: 4096),
    ];

    private static MeasuredLayer Convolution(
        string name, int channels, int size, int filters, int kernel, int stride, int padding, int groups = 1)
    {
        var shape = new Convolution2DShape
        {
            Channels =
                channels,
                Height = size,
                Width = size,
                Filters = filters,
                KernelHeight = kernel,
                KernelWidth = kernel,
                StrideY = stride,
                StrideX = stride,
                PaddingY = padding,
            PaddingX = padding, Groups = groups,
        };
        var text =
            string.Create(CultureInfo.InvariantCulture, $"{filters} of {channels / groups}x{kernel}x{kernel} / {stride} on {size}x{size}");
        return new MeasuredLayer(name, text, filters * (channels / groups) * kernel * kernel, (weights, threads) =>
        {
            var (value, converged) = PeriodicConvolution.Around(shape).Norm(weights, Tolerance, threads);
            var padded = OperatorNorm.Largest(ImageOperator.OfConvolution(shape, weights, threads), Tolerance);
            return (value, padded.Value, converged && padded.Converged);
        });
    }

    private static MeasuredLayer Dense(string name, int units, int inputs) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{units} x {inputs}"), units * inputs, (weights, threads) =>
        {
            var norm = OperatorNorm.Largest(new DenseOperator(weights, units, inputs, threads), Tolerance);
            return (norm.Value, null, norm.Converged);
        });
}
