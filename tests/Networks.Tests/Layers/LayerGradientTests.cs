using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class LayerGradientTests
{
    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Linear_AnyActivation_GradientsAreDifferences(Activation activation)
        => new GradientCheck(new LinearLayer(new TensorShape(1, 2, 3), 5, activation)).Run();

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void LinearStack_ActivationBehind_GradientsAreDifferences(Activation activation)
        => new GradientCheck(
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
        new GradientCheck(new ActivationLayer(shape, activation), new FlattenLayer(shape), new ActivationLayer(TensorShape.Flat(18), Activation.Tanh)).Run();
        new GradientCheck(new LinearLayer(TensorShape.Flat(7), 18, activation), new FlattenLayer(TensorShape.Flat(18)), new LinearLayer(TensorShape.Flat(18), 3)).Run();
        new GradientCheck(new LinearLayer(TensorShape.Flat(7), 18, activation), new DropoutLayer(TensorShape.Flat(18), 0.5, 1), new LinearLayer(TensorShape.Flat(18), 3)).Run();
    }

    [Fact]
    public void Linear_KnownWeights_KnownOutput()
    {
        // y = x W^T + b with W = [[1, 2], [3, 4], [5, 6]], b = [10, 20, 30], x = [1, -1].
        var layer = new LinearLayer(TensorShape.Flat(2), 3);
        var stack = new LayerStack([layer], [layer.Bind([[1, 2, 3, 4, 5, 6], [10, 20, 30]], gradients: null)], 1, ComputePool.Single);

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
                expected[j] = i == 0 ? rows[j] : expected[j] + rows[i * columns + j];
        }

        var sums = new float[columns];
        Columns.Sum(rows, n, sums);

        Assert.Equal(expected, sums);
    }
}
