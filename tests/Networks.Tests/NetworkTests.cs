using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class NetworkTests
{
    private static readonly TestImages Images = new(67, new TensorShape(1, 7, 7), 10, noise: 0.4f);

    public static TheoryData<ArchitectureOptions> Architectures => TestNetworks.Architectures;

    [Theory]
    [MemberData(nameof(Architectures))]
    public void ForwardAndGradient_AnyBatch_SameBitsPerImage(ArchitectureOptions architecture)
    {
        var network = TestNetworks.Make(architecture, Images.Shape);
        var (allLogits, allGradients) = Run(network, Images.All, Images.Count);

        foreach (var size in new[] { 1, 2, 16, 33 })
        {
            for (var start = 0; start < Images.Count; start += size)
            {
                var n = Math.Min(size, Images.Count - start);
                var length = network.InputShape.Length;
                var (logits, gradients) = Run(network, Images.All.Slice(start * length, n * length), n);
                Assert.Equal(allLogits.AsSpan(start * 10, n * 10).ToArray(), logits);
                Assert.Equal(allGradients.AsSpan(start * length, n * length).ToArray(), gradients);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Suffix_FedActivations_SameLogitsBits(ArchitectureOptions architecture)
    {
        var network = TestNetworks.Make(architecture, Images.Shape);
        using var pass = network.OpenPass(Images.Count);
        var logits = new float[Images.Count * 10];
        pass.Forward(Images.All, Images.Count, logits);

        for (var layer = 1; layer < network.Layers.Count; layer++)
        {
            var suffix = network.Suffix(layer);
            Assert.Equal(network.Layers[layer - 1].OutputShape, suffix.InputShape);
            Assert.Equal(network.Layers.Skip(layer), suffix.Layers);
            Assert.Equal(logits, Run(suffix, pass.Activations(layer - 1), Images.Count).Logits);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void InputGradient_OfEverySuffix_IsDifferenceQuotient(ArchitectureOptions architecture)
    {
        var network = TestNetworks.Make(architecture, Images.Shape);
        using var whole = network.OpenPass(1);
        whole.Forward(Images.All[..network.InputShape.Length], 1, new float[10]);

        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            var suffix = network.Suffix(layer);
            float[] x = layer == 0 ? Images.All[..network.InputShape.Length].ToArray() : whole.Activations(layer - 1).ToArray();
            var (logits, gradient) = Run(suffix, x, 1);
            var largest = gradient.Max(Math.Abs);

            // Single precision rounds the loss, and the quotient divides what it rounded by the step.
            var noise = 5e-7 * HalfSquares(logits) / 2e-3;
            for (var i = 0; i < x.Length; i++)
            {
                // Run propagates the logits themselves, the gradient of |logits|^2 / 2.
                const float step = 2e-3f;
                var value = x[i];
                x[i] = value + step;
                var above = HalfSquares(Run(suffix, x, 1).Logits);
                x[i] = value - step;
                var below = HalfSquares(Run(suffix, x, 1).Logits);
                x[i] = value;
                var quotients = new Quotients(below, HalfSquares(logits), above, step);
                Assert.True(
                    quotients.Allow(gradient[i], 5e-3 * largest + noise),
                    $"layer {layer}, x[{i}]: the gradient is {gradient[i]}, the difference quotients {quotients}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void ForwardAndGradient_AfterFirst_AllocateNothing(ArchitectureOptions architecture)
    {
        var network = TestNetworks.Make(architecture, Images.Shape);
        using var pass = network.OpenPass(Images.Count);
        var x = Images.All.ToArray();
        var logits = new float[Images.Count * 10];
        var gradient = new float[x.Length];
        for (var i = 0; i < 40; i++)
        {
            pass.Forward(x, Images.Count, logits);
            pass.InputGradient(logits, gradient);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        pass.Forward(x, Images.Count, logits);
        pass.InputGradient(logits, gradient);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Activations_OfSigmoidLayer_AreSigmoidOfItsProduct()
    {
        var network = TestNetworks.Make(new MlpOptions { Hidden = [8] }, Images.Shape);
        var parameters = network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Values.ToArray());
        using var pass = network.OpenPass(1);
        var x = Images.All[..49];
        pass.Forward(x, 1, new float[10]);

        var y = pass.Activations(0);

        for (var j = 0; j < 8; j++)
        {
            var z = (double)parameters["0.bias"][j];
            for (var i = 0; i < 49; i++)
            {
                z += (double)x[i] * parameters["0.weight"][j * 49 + i];
            }
            Assert.Equal(1 / (1 + Math.Exp(-z)), y[j], 1e-5);
        }
    }

    [Fact]
    public void Layers_OfMlp_AreNamedAsInSequential()
    {
        var network = TestNetworks.Make(new MlpOptions { Hidden = [8, 9] }, Images.Shape);

        Assert.Equal(
            [
                new LayerInfo("0", "linear-sigmoid", TensorShape.Flat(8)),
                new LayerInfo("2", "linear-sigmoid", TensorShape.Flat(9)),
                new LayerInfo("4", "linear", TensorShape.Flat(10)),
            ],
            network.Layers);
        Assert.Equal(
            ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"], network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(49 * 8 + 8 + 8 * 9 + 9 + 90 + 10, network.ParameterCount);
        Assert.Equal("49-8-9-10 sigmoid", network.Description);
    }

    [Fact]
    public void Pass_WrongArguments_Throws()
    {
        var network = TestNetworks.Make(new SoftmaxOptions(), Images.Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.OpenPass(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Suffix(1));
        using var pass = network.OpenPass(2);

        Assert.Throws<InvalidOperationException>(() => pass.InputGradient(new float[10], new float[49]));
        Assert.Throws<InvalidOperationException>(() => pass.Activations(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Forward(new float[3 * 49], 3, new float[30]));
        var error = Assert.Throws<ArgumentException>(() => pass.Forward(new float[97], 2, new float[20]));
        Assert.Equal("x has 97 values; it must have at least 2 x 49. (Parameter 'x')", error.Message);
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

    private static double HalfSquares(float[] logits) => 0.5 * logits.Sum(logit => (double)logit * logit);
}
