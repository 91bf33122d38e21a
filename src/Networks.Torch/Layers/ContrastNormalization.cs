using Experiments.Numerics;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>Local contrast normalisation over all channels: see <see cref="LocalContrastNormalization"/>.</summary>
internal static class ContrastNormalization
{
    /// <param name="constants">The sizes and the constants.</param>
    /// <param name="x">[n, channels, height, width].</param>
    public static Tensor Apply(LocalContrastNormalization constants, Tensor x)
    {
        var rows = Blur(constants, constants.Height, x.device);
        var columns = Blur(constants, constants.Width, x.device).transpose(0, 1);
        Tensor Mean(Tensor values) => rows.matmul(values.mean([1L], true)).matmul(columns);

        var centred = x.sub(Mean(x));

        // Under the root, so that nothing divides by a root of 0 on the way back.
        return centred.div(Mean(centred.square()).clamp((double)constants.Floor * constants.Floor).sqrt());
    }

    /// <summary>The Gaussian window along one side as a matrix: places outside of the image count as 0.</summary>
    private static Tensor Blur(LocalContrastNormalization constants, int side, Device device)
    {
        var half = constants.Size / 2;
        var weights = new float[constants.Size];
        for (var i = 0; i < weights.Length; i++)
        {
            var distance = (i - half) / constants.Sigma;
            weights[i] = VectorMath.Exp(-distance * distance / 2);
        }

        var total = weights.Sum();
        var matrix = new float[side * side];
        for (var i = 0; i < side; i++)
        {
            for (var j = Math.Max(0, i - half); j <= Math.Min(side - 1, i + half); j++)
            {
                matrix[i * side + j] = weights[j - i + half] / total;
            }
        }

        return HostMemory.Upload(matrix, [side, side], device);
    }
}
