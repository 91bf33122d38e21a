using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class LayerGradientTests
{
    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Linear_AnyActivation_GradientsAreDifferences(Activation activation) =>
        new GradientCheck(new LinearLayer(new TensorShape(1, 2, 3), 5, activation)).Run();

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void LinearStack_ActivationBehind_GradientsAreDifferences(Activation activation) =>
        new GradientCheck(
            new LinearLayer(TensorShape.Flat(6), 5, activation),
            new LinearLayer(TensorShape.Flat(5), 4, activation),
            new LinearLayer(TensorShape.Flat(4), 3)).Run();

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void ActivationAndFlatten_AnyActivationBehind_GradientsAreDifferences(Activation activation)
    {
        var shape = new TensorShape(2, 3, 3);
        new GradientCheck(new ActivationLayer(shape, activation), new FlattenLayer(shape), new ActivationLayer(
            TensorShape.Flat(18), Activation.Tanh)).Run();
        new GradientCheck(new LinearLayer(TensorShape.Flat(7), 18, activation), new FlattenLayer(TensorShape.Flat(18)), new LinearLayer(
            TensorShape.Flat(18), 3)).Run();
        new GradientCheck(
            new LinearLayer(TensorShape.Flat(7), 18, activation),
            new DropoutLayer(TensorShape.Flat(18), 0.5, 1),
            new LinearLayer(TensorShape.Flat(18), 3)).Run();
    }

    [Theory]
    [InlineData(1, 1, 0, 1, 1, Activation.Identity)]
    [InlineData(4, 6, 1, 1, 1, Activation.Sigmoid)]
    [InlineData(4, 6, 2, 2, 2, Activation.Tanh)]
    [InlineData(3, 5, 0, 3, 1, Activation.Relu)]
    public void Convolution_AnyShape_GradientsAreDifferences(
        int channels, int filters, int padding, int stride, int groups, Activation activation)
    {
        var first = new ConvolutionLayer(new TensorShape(channels, 7, 6), filters, kernel: 3, padding, stride, groups, activation);
        var second = new ConvolutionLayer(first.OutputShape, 2, kernel: 1, activation: activation);
        new GradientCheck(first).Run();
        new GradientCheck(
            first, second, new FlattenLayer(second.OutputShape), new LinearLayer(TensorShape.Flat(second.OutputShape.Length), 3)).Run();
    }

    [Theory]
    [InlineData(PoolingKind.Max, 2, 2, 0)]
    [InlineData(PoolingKind.Max, 3, 2, 1)]
    [InlineData(PoolingKind.Average, 3, 2, 1)]
    [InlineData(PoolingKind.L2, 2, 1, 0)]
    public void Pooling_AnyWindow_GradientsAreDifferences(PoolingKind kind, int window, int stride, int padding)
    {
        var first = new ConvolutionLayer(new TensorShape(2, 6, 7), 3, kernel: 3, padding: 1, activation: Activation.Tanh);
        var pooling = new PoolingLayer(first.OutputShape, kind, window, stride, padding);
        new GradientCheck(pooling).Run();
        new GradientCheck(
            first, pooling, new FlattenLayer(pooling.OutputShape), new LinearLayer(TensorShape.Flat(pooling.OutputShape.Length), 3)).Run();
    }

    [Fact]
    public void ResponseNormalization_ManyChannels_GradientsAreDifferences()
    {
        var first = new ConvolutionLayer(new TensorShape(2, 4, 3), 7, kernel: 3, padding: 1, activation: Activation.Tanh);
        var normalization = new ResponseNormalizationLayer(first.OutputShape);
        new GradientCheck(normalization).Run();
        new GradientCheck(first, normalization, new FlattenLayer(normalization.OutputShape), new LinearLayer(
            TensorShape.Flat(normalization.OutputShape.Length), 3)).Run();
    }

    [Theory]
    [InlineData(1, 3, 3, 1)]
    [InlineData(2, 5, 2, 2)]
    public void LocallyConnectedAndItsTranspose_AnyShape_GradientsAreDifferences(int channels, int filters, int kernel, int stride)
    {
        var first = new ConvolutionLayer(new TensorShape(2, 6, 5), channels, kernel: 3, padding: 1, activation: Activation.Tanh);
        var local = new LocallyConnectedLayer(first.OutputShape, filters, kernel, stride);
        var back = local.Transpose();
        var activation = new ActivationLayer(local.OutputShape, Activation.Tanh);
        new GradientCheck(local).Run();
        new GradientCheck(back).Run();
        new GradientCheck(first, local, activation, back, new FlattenLayer(back.OutputShape), new LinearLayer(
            TensorShape.Flat(back.OutputShape.Length), 3)).Run();
    }

    [Fact]
    public void LocallyConnected_Transpose_IsTheAdjoint()
    {
        // <W x, y> = <x, W^T y> for any x and y.
        var local = new LocallyConnectedLayer(new TensorShape(2, 6, 5), 3, kernel: 3, stride: 1);
        var back = local.Transpose();
        var (weights, x, y) = (new float[local.Parameters[0].Length], new float[60], new float[local.OutputShape.Length]);
        new CounterRandom(5, RandomPurpose.None, 0).FillGaussian(weights);
        new CounterRandom(5, RandomPurpose.None, 1).FillGaussian(x);
        new CounterRandom(5, RandomPurpose.None, 2).FillGaussian(y);
        var forward = new GraphPass(Graph.Chain(local), [local.Bind([weights], gradients: null)], 1, ComputeThreads.Single);
        var backward = new GraphPass(Graph.Chain(back), [back.Bind([weights], gradients: null)], 1, ComputeThreads.Single);

        forward.Forward(x, 1, batch: null);
        backward.Forward(y, 1, batch: null);

        var (last, first) = (new float[y.Length], new float[x.Length]);
        ChannelOrder.ToLast(local.OutputShape, y, 1, last);
        ChannelOrder.ToFirst(local.InputShape, backward.Output(0, 1), 1, first);
        Assert.Equal(Reduction.Dot(forward.Output(0, 1), last), Reduction.Dot(x, first), 1e-4f);
    }

    [Fact]
    public void ContrastNormalization_OverAConvolution_GradientsAreDifferences()
    {
        var first = new ConvolutionLayer(new TensorShape(2, 5, 4), 3, kernel: 3, padding: 1, activation: Activation.Tanh);
        var normalization = new ContrastNormalizationLayer(first.OutputShape, size: 3);
        new GradientCheck(normalization).Run();
        new GradientCheck(first, normalization, new FlattenLayer(normalization.OutputShape), new LinearLayer(
            TensorShape.Flat(normalization.OutputShape.Length), 3)).Run();
    }

    [Fact]
    public void Standardization_OverAConvolution_GradientsAreDifferencesAndValuesAreKnown()
    {
        var first = new ConvolutionLayer(new TensorShape(2, 5, 4), 3, kernel: 3, padding: 1, activation: Activation.Tanh);
        var layer = new StandardizationLayer(first.OutputShape, [0.5, 0.25, 0], [2, 0.5, 1]);
        new GradientCheck(first, layer, new FlattenLayer(layer.OutputShape), new LinearLayer(TensorShape.Flat(layer.OutputShape.Length), 3))
            .Run();

        var two = new StandardizationLayer(new TensorShape(2, 1, 2), [1, 10], [2, 5]);
        var stack = new GraphPass(
            Graph.Chain(two, new FlattenLayer(two.OutputShape)), [two.Bind([], gradients: null), new LayerWeights([], null)], 1,
            ComputeThreads.Single);
        stack.Forward([3, 5, 20, 0], 1, batch: null);
        Assert.Equal([1, 2, 2, -2], stack.Output(1, 1).ToArray());
    }

    [Fact]
    public void Convolution_ChannelsFirstOutside_KnownOutput()
    {
        // Two channels of 1 x 2 pixels: (1, 2) and (10, 20); filter weights 3 and 5, bias 1: z = (1 + 3 + 50, 1 + 6 + 100).
        var layer = new ConvolutionLayer(new TensorShape(2, 1, 2), 1, kernel: 1);
        var stack = new GraphPass(Graph.Chain(layer), [layer.Bind([[3, 5], [1]], gradients: null)], 1, ComputeThreads.Single);

        stack.Forward([1, 2, 10, 20], 1, batch: null);

        Assert.Equal([54, 107], stack.Output(0, 1).ToArray());
    }

    [Fact]
    public void Stack_LayersThatDoNotFit_Throws()
    {
        var convolution = new ConvolutionLayer(new TensorShape(2, 5, 5), 3, kernel: 3);
        var linear = new LinearLayer(convolution.OutputShape, 4);

        Assert.Equal(
            "layer 1 (linear) follows conv2d; there must be a flatten layer between them.",
            Assert.Throws<ArgumentException>(() => new GradientCheck(convolution, linear)).Message);
        Assert.Equal(
            "layer 1 (linear) has input 5; it must be the output of the layer before, 4.",
            Assert.Throws<ArgumentException>(() => new GradientCheck(linear, new LinearLayer(TensorShape.Flat(5), 2))).Message);
    }

    [Fact]
    public void Linear_KnownWeights_KnownOutput()
    {
        // y = x W^T + b with W = [[1, 2], [3, 4], [5, 6]], b = [10, 20, 30], x = [1, -1].
        var layer = new LinearLayer(TensorShape.Flat(2), 3);
        var stack =
            new GraphPass(Graph.Chain(layer), [layer.Bind([[1, 2, 3, 4, 5, 6], [10, 20, 30]], gradients: null)], 1, ComputeThreads.Single);

        stack.Forward([1, -1], 1, batch: null);

        Assert.Equal([9, 19, 29], stack.Output(0, 1).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void ColumnSum_AnyWidth_AddsRowsInOrder(int columns)
    {
        const int n = 5;
        var rows = new float[n * columns];
        var random = new CounterRandom(3, RandomPurpose.None, 0);
        random.FillGaussian(rows);
        var expected = new float[columns];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                expected[j] = i == 0 ? rows[j] : expected[j] + rows[i * columns + j];
            }
        }

        var sums = new float[columns];
        Columns.Sum(rows, n, sums);

        Assert.Equal(expected, sums);
    }
}
