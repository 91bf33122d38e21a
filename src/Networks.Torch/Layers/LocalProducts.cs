using Experiments.Numerics;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Experiments.Networks.Torch;

/// <summary>Filters that are not shared between places: one matrix product per place.</summary>
internal static class LocalProducts
{
    /// <summary>z = W x.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[n, channels, height, width].</param>
    /// <param name="weights">[outputHeight, outputWidth, kernelHeight, kernelWidth, channels, filters].</param>
    public static Tensor Forward(Convolution2DShape shape, Tensor x, Tensor weights)
    {
        var windows = functional.unfold(
            x, (shape.KernelHeight, shape.KernelWidth), (1, 1), (shape.PaddingY, shape.PaddingX), (shape.StrideY, shape.StrideX));
        return PerPlace(shape, weights).matmul(windows.permute(2, 1, 0)).permute(2, 1, 0).reshape(
            x.shape[0], shape.Filters, shape.OutputHeight, shape.OutputWidth);
    }

    /// <summary>z = W^T x.</summary>
    /// <param name="shape">The sizes of the layer that this goes back from.</param>
    /// <param name="x">[n, filters, outputHeight, outputWidth].</param>
    /// <param name="weights">As in <see cref="Forward"/>.</param>
    public static Tensor Back(Convolution2DShape shape, Tensor x, Tensor weights)
    {
        var windows = PerPlace(shape, weights).transpose(1, 2).matmul(x.flatten(2).permute(2, 1, 0)).permute(2, 1, 0);
        return functional.fold(
            windows, (shape.Height, shape.Width), (shape.KernelHeight, shape.KernelWidth), (1, 1), (shape.PaddingY, shape.PaddingX),
            (shape.StrideY, shape.StrideX));
    }

    /// <summary>[places, filters, channels x kernel], a window's values in the order of an unfolded image.</summary>
    private static Tensor PerPlace(Convolution2DShape shape, Tensor weights)
    {
        var (places, kernel) = (shape.OutputHeight * shape.OutputWidth, shape.KernelHeight * shape.KernelWidth);
        return weights.reshape(places, kernel, shape.Channels, shape.Filters).permute(0, 3, 2, 1).reshape(
            places, shape.Filters, shape.Channels * kernel);
    }
}
