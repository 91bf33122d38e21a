using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>A small network with skip connections: the first convolution's output is read three times, once by a layer that adds it to
/// itself, the two additions are followed by a pool, and a last addition reads the image's branch. Some layers have no biases.</summary>
internal static class SkipNetwork
{
    public static readonly TensorShape Image = new(2, 6, 6);

    /// <summary>Nodes at whose outputs the graph can be cut.</summary>
    public static readonly int[] Cuts = [0, 4, 5, 6, 7, 10];

    public static Graph Graph
    {
        get
        {
            var builder = new GraphBuilder(Image);
            var stem = builder.Add("stem", new ConvolutionLayer(Image, 3, kernel: 3, padding: 1, activation: Activation.Relu, bias: false));
            var shape = builder.Shape;
            builder.Add("branch.0", new ConvolutionLayer(shape, 4, kernel: 3, padding: 1, activation: Activation.Tanh));
            var branch = builder.Add("branch.1", new ConvolutionLayer(builder.Shape, 3, kernel: 1));
            var first = builder.Add("first", new AddLayer(shape, inputs: 2, Activation.Relu), stem, branch);
            builder.Add("second", new AddLayer(shape, inputs: 3), first, stem, stem);
            builder.Add("pool", new PoolingLayer(shape, PoolingKind.Max, window: 2, stride: 2));
            builder.Add("flatten", new FlattenLayer(builder.Shape));
            var features = builder.Add("fc", new LinearLayer(builder.Shape, 8, Activation.Sigmoid));
            var up = builder.Add("up", new LinearLayer(TensorShape.Flat(8), 8, Activation.Tanh, bias: false), features);
            var dropped = builder.Add("dropout", new DropoutLayer(TensorShape.Flat(8), 0.25, builder.Count), features);
            builder.Add("third", new AddLayer(TensorShape.Flat(8)), up, dropped);
            builder.Add("out", new LinearLayer(TensorShape.Flat(8), 10));
            return builder.Build();
        }
    }

    public static Network Make(ComputeThreads threads) =>
        Network.Create(Graph, TestNetworks.Values(Graph), threads, "a network with skips");
}
