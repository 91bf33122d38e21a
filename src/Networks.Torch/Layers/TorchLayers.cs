using Experiments.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Experiments.Networks.Torch;

/// <summary>The kinds of layer that torch computes. A new kind of layer is a line here.</summary>
internal static class TorchLayers
{
    private static readonly Dictionary<Type, TorchLayer> Kinds = new TorchLayer[]
    {
        new TorchLayer<LinearLayer>(
            _ => (x, parameters, _) => functional.linear(x[0].flatten(1), parameters[0], parameters.ElementAtOrDefault(1))),
        new TorchLayer<ConvolutionLayer>(Convolution),
        new TorchLayer<AddLayer>(_ => (x, _, _) => x.Aggregate((sum, value) => sum.add(value))),
        new TorchLayer<PoolingLayer>(layer => (x, _, _) => Pool(layer.Pooling, x[0])),
        new TorchLayer<ResponseNormalizationLayer>(ResponseNormalization),
        new TorchLayer<ContrastNormalizationLayer>(layer => (x, _, _) => ContrastNormalization.Apply(layer.Normalization, x[0])),
        new TorchLayer<LocallyConnectedLayer>(layer => (x, parameters, _) => LocalProducts.Forward(layer.Shape, x[0], parameters[0])),
        new TorchLayer<TransposedLocalLayer>(layer => (x, parameters, _) => LocalProducts.Back(layer.Shape, x[0], parameters[0])),
        new TorchLayer<StandardizationLayer>(layer => (x, _, _) => Standardize(layer, x[0])),
        new TorchLayer<FlattenLayer>(_ => (x, _, _) => x[0].flatten(1)),
        new TorchLayer<ActivationLayer>(_ => (x, _, _) => x[0]),
        new TorchLayer<DropoutLayer>(layer => (x, _, batch) => batch is null ? x[0] : x[0].mul(DropoutFactors(layer, batch, x[0]))),
    }.ToDictionary(kind => kind.Type);

    /// <summary>What is wrong with computing these layers here; empty if nothing is.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<Layer> layers) =>
    [
        .. layers
            .Select((layer, i) => (layer, i))
            .Where(entry => !Kinds.ContainsKey(entry.layer.GetType()))
            .Select(entry =>
                $"layer {entry.i} is {entry.layer.Kind}, which backend torch does not compute; it must be computed on device cpu."),
    ];

    /// <exception cref="ArgumentException">The kind of layer is not known.</exception>
    public static LayerOperation Open(Layer layer) =>
        Kinds.TryGetValue(layer.GetType(), out var kind)
            ? kind.Open(layer)
            : throw new ArgumentException(string.Join(Environment.NewLine, Check([layer])));

    /// <summary>f(z).</summary>
    public static Tensor Activate(Activation activation, Tensor z) => activation switch
    {
        Activation.Identity => z,
        Activation.Relu => z.relu(),
        Activation.Sigmoid => z.sigmoid(),
        Activation.Tanh => z.tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    private static LayerOperation Convolution(ConvolutionLayer layer)
    {
        var shape = layer.Shape;
        return (x, parameters, _) =>
        {
            var (weights, bias) = (parameters[0], parameters.ElementAtOrDefault(1));
            return x[0].is_cuda
                ? functional.conv2d(
                    x[0], weights, bias, [shape.StrideY, shape.StrideX], [shape.PaddingY, shape.PaddingX], [1L, 1L], shape.Groups)
                : ConvolveWindows(shape, x[0], weights, bias);
        };
    }

    /// <summary>A convolution as a product per group. On the processor the library's own goes to oneDNN 3.7.1, whose gradient to the input
    /// was seen to be garbage for images of fewer channels than a vector has lanes, with AVX2 and with AVX-512.</summary>
    private static Tensor ConvolveWindows(Convolution2DShape shape, Tensor x, Tensor weights, Tensor? bias)
    {
        var windows = functional.unfold(
            x, (shape.KernelHeight, shape.KernelWidth), (1, 1), (shape.PaddingY, shape.PaddingX), (shape.StrideY, shape.StrideX));
        var (n, pixels, depth) = (x.shape[0], windows.shape[2], windows.shape[1] / shape.Groups);
        var y = weights.reshape(shape.Groups, shape.Filters / shape.Groups, depth).matmul(windows.reshape(n, shape.Groups, depth, pixels));
        y = y.reshape(n, shape.Filters, shape.OutputHeight, shape.OutputWidth);
        return bias is null ? y : y.add(bias.reshape(1, shape.Filters, 1, 1));
    }

    private static LayerOperation ResponseNormalization(ResponseNormalizationLayer layer)
    {
        // torch divides alpha by the size; the paper and this library do not.
        var constants = layer.Normalization;
        return (x, _, _) => functional.local_response_norm(
            x[0], constants.Size, (double)constants.Alpha * constants.Size, constants.Beta, constants.K);
    }

    private static Tensor Standardize(StandardizationLayer layer, Tensor x)
    {
        long[] perChannel = [1, layer.Mean.Count, 1, 1];
        return x.sub(HostMemory.Upload(layer.Mean.ToArray(), perChannel, x.device))
            .div(HostMemory.Upload(layer.Deviation.ToArray(), perChannel, x.device));
    }

    /// <summary>Windows of [n, channels, height, width] made into pixels.</summary>
    public static Tensor Pool(Pooling2D pooling, Tensor x)
    {
        long[] window = [pooling.WindowHeight, pooling.WindowWidth];
        long[] stride = [pooling.StrideY, pooling.StrideX];
        x = Pad(x, pooling, pooling.Kind == PoolingKind.Max ? double.NegativeInfinity : 0);
        return pooling.Kind switch
        {
            PoolingKind.Max => functional.max_pool2d(x, window, stride, [0L, 0L], [1L, 1L], false),
            PoolingKind.Average => functional.avg_pool2d(x, window, stride, [0L, 0L]),
            _ => functional.avg_pool2d(x.square(), window, stride, [0L, 0L]).mul(pooling.WindowHeight * pooling.WindowWidth).add(
                pooling.Epsilon).sqrt(),
        };
    }

    /// <summary>torch pads by half a window at most.</summary>
    private static Tensor Pad(Tensor x, Pooling2D pooling, double value) => pooling is { PaddingX: 0, PaddingY: 0 }
        ? x
        : functional.pad(x, [pooling.PaddingX, pooling.PaddingX, pooling.PaddingY, pooling.PaddingY], PaddingModes.Constant, value);

    /// <summary>The same factors as on the CPU backend: they belong to the image and the epoch.</summary>
    private static Tensor DropoutFactors(DropoutLayer layer, TrainingBatch batch, Tensor x)
    {
        var length = layer.InputShape.Length;
        var images = batch.Images.Span;
        var factors = new float[images.Length * length];
        for (var i = 0; i < images.Length; i++)
        {
            layer.DrawFactors(batch, images[i], factors.AsSpan(i * length, length));
        }
        return HostMemory.Upload(factors, x.shape, x.device);
    }
}
