using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class DropoutTests
{
    private const int Length = 1000;

    [Fact]
    public void Forward_InTraining_DropsTheShareAndKeepsTheMean()
    {
        var stack = Stack(rate: 0.3);
        var x = Enumerable.Repeat(2f, Length).ToArray();

        stack.Forward(x, 1, Batch(epoch: 0, 0));

        var y = stack.Output(0, 1).ToArray();
        Assert.InRange(y.Count(value => value == 0), 250, 350);
        Assert.All(y.Where(value => value != 0), value => Assert.Equal(2 / 0.7, value, 1e-6));
    }

    [Fact]
    public void Forward_OutsideTraining_IsTheIdentity()
    {
        var stack = Stack(rate: 0.3);
        var x = Enumerable.Range(0, Length).Select(i => (float)i).ToArray();

        stack.Forward(x, 1, batch: null);

        Assert.Equal(x, stack.Output(0, 1).ToArray());
    }

    [Fact]
    public void Forward_SameImageElsewhereInTheBatch_DropsTheSame()
    {
        var stack = Stack(rate: 0.5);
        var x = Enumerable.Repeat(1f, 2 * Length).ToArray();

        stack.Forward(x, 2, Batch(epoch: 3, 5, 8));
        var first = stack.Output(0, 2).ToArray();
        stack.Forward(x, 2, Batch(epoch: 3, 8, 5));
        var second = stack.Output(0, 2).ToArray();
        stack.Forward(x, 2, Batch(epoch: 4, 8, 5));

        Assert.Equal(first[..Length], second[Length..]);
        Assert.Equal(first[Length..], second[..Length]);
        Assert.NotEqual(first[..Length], first[Length..]);
        Assert.NotEqual(second, stack.Output(0, 2).ToArray());
    }

    [Fact]
    public void Backward_InTraining_MultipliesByTheSameFactors()
    {
        var stack = Stack(rate: 0.5);
        var x = Enumerable.Repeat(1f, Length).ToArray();
        stack.Forward(x, 1, Batch(epoch: 0, 7));
        stack.Gradient(0, 1).Fill(3);
        var gradient = new float[Length];

        stack.Backward(x, 1, gradient);

        Assert.Equal(stack.Output(0, 1).ToArray().Select(y => 3 * y), gradient);
    }

    private static GraphPass Stack(double rate)
    {
        var layer = new DropoutLayer(TensorShape.Flat(Length), rate, position: 1);
        return new GraphPass(Graph.Chain(layer), [layer.Bind([], [])], 2, ComputeThreads.Single);
    }

    private static TrainingBatch Batch(int epoch, params int[] images) =>
        new() { Seed = 4, ImageCount = 10, Epoch = epoch, Images = images };
}
