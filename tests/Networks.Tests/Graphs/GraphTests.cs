using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class GraphTests
{
    private static readonly TestImages Images = new(37, SkipNetwork.Image, 10, noise: 0.4f);

    [Fact]
    public void Gradients_OfSkips_AreDifferences() => new GradientCheck(SkipNetwork.Graph).Run(tolerance: 5e-3f);

    [Fact]
    public void Gradients_OfAnInputWithSeveralReaders_AreDifferences()
    {
        var builder = new GraphBuilder(new TensorShape(2, 3, 3));
        builder.Add(new ConvolutionLayer(builder.Shape, 2, kernel: 3, padding: 1));
        builder.Add(new AddLayer(builder.Shape, inputs: 3, Activation.Tanh), Graph.Input, 0, Graph.Input);
        new GradientCheck(builder.Build()).Run();
    }

    /// <summary>1 + (2^-24 + 2^-24) is not (1 + 2^-24) + 2^-24 in single precision: the order is part of the result.</summary>
    [Fact]
    public void Backward_ThreeReaders_SumsTheirGradientsInNodeOrder()
    {
        var x = new float[] { 1 };
        var (gradient, tiny) = (new float[1], MathF.ScaleB(1, -24));

        Assert.Equal(1 + (tiny + tiny), Sum(1, tiny, tiny));
        Assert.Equal(tiny + (tiny + 1), Sum(tiny, tiny, 1));
        Assert.NotEqual(Sum(1, tiny, tiny), Sum(tiny, tiny, 1));

        float Sum(params float[] weights)
        {
            // y = sum of w_i x, each product a layer of its own, so that dy/dx is the sum of the w_i.
            var builder = new GraphBuilder(TensorShape.Flat(1));
            var stem = builder.Add("stem", new ActivationLayer(TensorShape.Flat(1), Activation.Relu));
            int[] readers =
                [.. weights.Select((_, i) => builder.Add($"reader.{i}", new LinearLayer(TensorShape.Flat(1), 1, bias: false), stem))];
            builder.Add("sum", new AddLayer(TensorShape.Flat(1), readers.Length), readers);
            var graph = builder.Build();
            var pass = new GraphPass(
                graph, graph.Bind([[], .. weights.Select(weight => new[] { new[] { weight } }), []], gradients: null), 1,
                ComputeThreads.Single);
            pass.Forward(x, 1, batch: null);
            pass.Gradient(pass.Last, 1)[0] = 1;
            pass.Backward(x, 1, gradient);
            return gradient[0];
        }
    }

    [Fact]
    public void ForwardAndGradient_AnyBatchAndThreads_SameBits()
    {
        using var two = new ComputeThreads(2);
        using var four = new ComputeThreads(4);
        var (logits, gradients) = Run(SkipNetwork.Make(ComputeThreads.Single), Images.All, Images.Count);
        Assert.Contains(gradients, value => value != 0);

        foreach (var network in new[] { SkipNetwork.Make(ComputeThreads.Single), SkipNetwork.Make(two), SkipNetwork.Make(four) })
        {
            foreach (var size in new[] { 1, 5, 16, 37 })
            {
                for (var start = 0; start < Images.Count; start += size)
                {
                    var n = Math.Min(size, Images.Count - start);
                    var length = network.InputShape.Length;
                    var (own, ownGradients) = Run(network, Images.All.Slice(start * length, n * length), n);
                    Assert.Equal(logits.AsSpan(start * 10, n * 10).ToArray(), own);
                    Assert.Equal(gradients.AsSpan(start * length, n * length).ToArray(), ownGradients);
                }
            }
        }
    }

    [Fact]
    public void Suffix_AtEveryCutPoint_SameLogitsBits()
    {
        var network = SkipNetwork.Make(ComputeThreads.Single);
        using var pass = network.OpenPass(Images.Count);
        var logits = new float[Images.Count * 10];
        pass.Forward(Images.All, Images.Count, logits);

        foreach (var cut in SkipNetwork.Cuts)
        {
            var suffix = network.Suffix(cut + 1);
            Assert.Equal(network.Layers.Skip(cut + 1), suffix.Layers);
            Assert.Equal(logits, Run(suffix, pass.Activations(cut), Images.Count).Logits);
        }
    }

    [Fact]
    public void Suffix_BetweenCutPoints_SaysWhereTheyAre()
    {
        var network = SkipNetwork.Make(ComputeThreads.Single);
        var others = Enumerable.Range(1, network.Layers.Count - 1).Where(layer => !SkipNetwork.Cuts.Contains(layer - 1)).ToList();
        Assert.Equal([2, 3, 4, 9, 10], others);

        Assert.All(others, layer => Assert.Equal(
            $"layer is {layer}, and the layers from there on read more than the output of layer {layer - 1}; it must be one that begins at "
                + "a cut point: 0, 1, 5, 6, 7, 8, 11.",
            Assert.Throws<ArgumentException>(() => network.Suffix(layer)).Message));
    }

    [Fact]
    public void Inputs_OfSkips_AreTheNodesRead()
    {
        var network = SkipNetwork.Make(ComputeThreads.Single);

        Assert.Equal(
            [[-1], [0], [1], [0, 2], [3, 0, 0], [4], [5], [6], [7], [7], [8, 9], [10]], Enumerable.Range(0, 12).Select(network.Inputs));
        Assert.Equal([-1], network.Suffix(11).Inputs(0));
    }

    [Fact]
    public void Bounds_OfSkips_AreNotBelowTheDerivative()
    {
        var network = SkipNetwork.Make(ComputeThreads.Single);
        var bounds = network.Bounds(CancellationToken.None);
        var (logits, gradients) = Run(network, Images.All, Images.Count);

        // The gradient of |f|^2 / 2 is J^T f, at most |J| |f| long.
        for (var i = 0; i < Images.Count; i++)
        {
            var length = network.InputShape.Length;
            var norm =
                Math.Sqrt(Reduction.SumOfSquares(gradients.AsSpan(i * length, length)) / Reduction.SumOfSquares(logits.AsSpan(i * 10, 10)));
            Assert.InRange(norm, 0, bounds[^1].Cumulative);
        }

        Assert.Equal(bounds[0].Cumulative + bounds[2].Cumulative, bounds[3].Cumulative);
        Assert.Equal(bounds[3].Cumulative + 2 * bounds[0].Cumulative, bounds[4].Cumulative, 1e-12);
    }

    [Fact]
    public void Graph_ThatDoesNotFit_SaysWhatIsWrong()
    {
        var (linear, add) = (new LinearLayer(TensorShape.Flat(3), 3), new AddLayer(TensorShape.Flat(3)));
        Assert.Equal("a network has no layers; it must have at least one. (Parameter 'nodes')", Error());
        Assert.Equal("layer 1 (add) has 1 inputs; it must have 2.", Error(new("a", linear, [-1]), new("b", add, [0])));
        Assert.Equal(
            "layer 1 (add) reads layer 1; it must read the network's input (-1) or a layer before it.",
            Error(new("a", linear, [-1]), new("b", add, [0, 1])));
        Assert.Equal(
            "nothing reads layer 0 (linear); all but the last layer must be read.", Error(new("a", linear, [-1]), new("b", linear, [-1])));
        Assert.Equal(
            "layer 1 (linear) has input 5; it must be the output of the layer before, 3.",
            Error(new("a", linear, [-1]), new("b", new LinearLayer(TensorShape.Flat(5), 3), [0])));
        Assert.Equal(
            "a is the name of 2 layers; it must be the name of one.", Error(new("a", linear, [-1]), new("a", linear, [0])));

        static string Error(params Node[] nodes) => Assert.Throws<ArgumentException>(() => new Graph(TensorShape.Flat(3), nodes)).Message;
    }

    [Fact]
    public void Save_ThenRead_SameValuesWithAndWithoutBiases()
    {
        var network = SkipNetwork.Make(ComputeThreads.Single);
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;

        var values = NetworkFile.Read(SkipNetwork.Graph, "", file);

        Assert.Equal(
            [
                "stem.weight", "branch.0.weight", "branch.0.bias", "branch.1.weight", "branch.1.bias", "fc.weight", "fc.bias", "up.weight",
                "out.weight", "out.bias"
            ],
            network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(
            network.Parameters.SelectMany(p => p.Values.ToArray()), values.SelectMany(blocks => blocks).SelectMany(block => block));
    }

    private static (float[] Logits, float[] Gradient) Run(IClassifier classifier, ReadOnlySpan<float> x, int n)
    {
        using var pass = classifier.OpenPass(n);
        var logits = new float[n * classifier.ClassCount];
        pass.Forward(x, n, logits);
        var gradient = new float[n * classifier.InputShape.Length];
        pass.InputGradient(logits, gradient);
        return (logits, gradient);
    }
}
