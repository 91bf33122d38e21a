using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public sealed class LayerBoundTests
{
    private static readonly TensorShape Image = new(4, 6, 5);

    private static readonly (Layer Layer, float Scale)[] Cases =
    [
        (new PoolingLayer(Image, PoolingKind.Max, 2, 2), 1),
        (new PoolingLayer(Image, PoolingKind.Max, 3, 2), 1),
        (new PoolingLayer(Image, PoolingKind.Max, 3, 1, padding: 1), 1),
        (new PoolingLayer(Image, PoolingKind.Average, 3, 2), 1),
        (new PoolingLayer(Image, PoolingKind.L2, 3, 1), 1),
        (new PoolingLayer(Image, PoolingKind.L2, 2, 2), 0.001f),
        (new ResponseNormalizationLayer(Image), 1),
        (new ResponseNormalizationLayer(Image), 100),
        (new ResponseNormalizationLayer(Image), 200),
        (new ResponseNormalizationLayer(Image), 1000),
        (new ContrastNormalizationLayer(Image, 3), 0.02f),
        (new StandardizationLayer(Image, [0.1, 0.2, 0.3, 0.4], [0.5, 0.25, 1, 2]), 1),
        (new FlattenLayer(Image), 1),
        (new DropoutLayer(Image, 0.5, 0), 1),
        (new AddLayer(Image), 1),
    ];

    public static TheoryData<int> Nonlinear => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Nonlinear))]
    public void Bound_AnyPoint_IsNotBelowTheDerivativesNorm(int index)
    {
        var (layer, scale) = Cases[index];
        var bound = layer.Bound([], ComputeThreads.Single);

        for (ulong seed = 0; seed < 4; seed++)
        {
            var x = Gaussian(seed, layer.InputShape.Length, scale);
            var pass = layer.OpenPass(layer.Bind([], gradients: null), 1, ComputeThreads.Single);
            pass.Forward(Same(layer, x), 1, new float[layer.OutputShape.Length], batch: null);
            var norm = NormOf(layer.OutputShape.Length, layer.InputShape.Length, (dy, dx) => pass.InputGradient(
                Same(layer, x), 1, dy, input: 0, Activation.Identity, dx));
            Assert.InRange(norm, 0, bound.Value * (1 + 1e-5));
        }
    }

    [Theory]
    [InlineData(PoolingKind.Max, 2, 2, 1)]
    [InlineData(PoolingKind.Max, 3, 2, 2)]
    [InlineData(PoolingKind.Max, 3, 1, 3)]
    [InlineData(PoolingKind.L2, 3, 2, 2)]
    [InlineData(PoolingKind.Average, 2, 2, 0.5)]
    [InlineData(PoolingKind.Average, 3, 2, 2.0 / 3)]
    public void Pooling_AnyWindow_CountsTheWindowsOfAPixel(PoolingKind kind, int window, int stride, double expected) =>
        Assert.Equal(
            expected, new PoolingLayer(new TensorShape(2, 13, 13), kind, window, stride).Bound([], ComputeThreads.Single).Value, 1e-12);

    /// <summary>An isolated spike is the maximum of every window that holds it: the overlap's bound is reached.</summary>
    [Fact]
    public void MaxPooling_SpikeInFourWindows_ReachesTheBound()
    {
        var layer = new PoolingLayer(new TensorShape(1, 7, 7), PoolingKind.Max, 3, 2);
        var (x, y) = (new float[49], new float[9]);
        x[2 * 7 + 2] = 1;

        layer.OpenPass(layer.Bind([], gradients: null), 1, ComputeThreads.Single).Forward(Same(layer, x), 1, y, batch: null);

        Assert.Equal(layer.Bound([], ComputeThreads.Single).Value, Math.Sqrt(y.Sum(v => v * v)), 1e-6);
    }

    [Fact]
    public void ResponseNormalization_SmallAndLargeInputs_LieBetweenTheScaleAndTheBound()
    {
        // At 0 the derivative is k^-beta = 2^-0.75; the bound allows for the worst activations.
        var bound = new ResponseNormalizationLayer(Image).Bound([], ComputeThreads.Single).Value;

        Assert.InRange(bound, 0.5946, 0.9);
    }

    [Theory]
    [InlineData(0.001f)]
    [InlineData(0.02f)]
    [InlineData(1f)]
    public void ContrastNormalization_AnyPoint_IsNotBelowTheDerivativesNorm(float scale)
    {
        var normalization = new LocalContrastNormalization { Channels = 3, Height = 5, Width = 6 };
        var bound = OperationBounds.ContrastNormalization(normalization).Value;
        Assert.InRange(bound, 100, 350);

        for (ulong seed = 0; seed < 3; seed++)
        {
            var x = Gaussian(seed, normalization.Length, scale);
            var norm = NormOf(normalization.Length, normalization.Length, (dy, dx) => normalization.InputGradient(
                1, x, dy, dx, Epilogue.None, ComputeThreads.Single));
            Assert.InRange(norm, 0, bound);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void Convolution_AnyStride_ZeroPaddedIsTheDerivativesNormAndBelowTheTransforms(int stride, int groups)
    {
        var layer = new ConvolutionLayer(Image, 6, kernel: 3, padding: 1, stride, groups);
        float[][] values = [Gaussian(1, layer.Parameters[0].Length, 0.3f), new float[6]];
        var bound = layer.Bound(values, ComputeThreads.Single);
        var pass = layer.OpenPass(layer.Bind(values, gradients: null), 1, ComputeThreads.Single);
        var x = new float[Image.Length];

        var norm = NormOf(layer.OutputShape.Length, Image.Length, (dy, dx) => pass.InputGradient(
            Same(layer, x), 1, dy, input: 0, Activation.Identity, dx));

        Assert.True(bound.Converged);
        Assert.Equal(1, bound.ZeroPadded!.Value / norm, 1e-6);
        Assert.InRange(bound.Value, norm, 1.5 * norm);
    }

    [Fact]
    public void LocalFilters_OnePixelEach_IsTheLargestFilter()
    {
        var shape = new Convolution2DShape { Channels = 2, Height = 1, Width = 3, Filters = 1, KernelHeight = 1, KernelWidth = 1 };

        Assert.Equal(5, OperationBounds.LocalFilters(shape, [1, 0, 3, 4, 0, 2], ComputeThreads.Single).Value, 1e-6);
    }

    [Theory]
    [MemberData(nameof(TestNetworks.Architectures), MemberType = typeof(TestNetworks))]
    public void Bounds_EveryArchitecture_TheirProductBoundsTheNetworksDerivative(ArchitectureOptions architecture)
    {
        var shape = new TensorShape(1, 8, 8);
        var network = TestNetworks.Make(architecture, shape);
        var bounds = network.Bounds(CancellationToken.None);
        using var pass = network.OpenPass(1);

        // The narrowest networks have places where every ReLU of a layer is off, so several are tried.
        var norm = Enumerable.Range(0, 20).Max(seed =>
        {
            pass.Forward(Gaussian((ulong)seed, shape.Length, 1), 1, new float[10]);
            return NormOf(10, shape.Length, (dy, dx) => pass.InputGradient(dy, dx));
        });

        Assert.Equal(network.Layers, bounds.Select(bound => bound.Layer));
        Assert.All(bounds, bound => Assert.True(bound.Operation.Converged));
        Assert.Equal(bounds.Aggregate(1.0, (product, bound) => product * bound.Value), bounds[^1].Cumulative);
        Assert.InRange(norm, 1e-4, (1 + 1e-5) * bounds[^1].Cumulative);
    }

    [Fact]
    public void Bounds_SigmoidLayer_IsAQuarterOfItsMatrix()
    {
        var network = TestNetworks.Make(new MlpOptions { Hidden = [12] }, TensorShape.Flat(20));

        var first = network.Bounds(CancellationToken.None)[0];

        Assert.Equal(0.25, first.Activation);
        Assert.Equal(first.Operation.Value / 4, first.Value);
    }

    /// <summary>One image as every input of a layer.</summary>
    private static LayerInputs Same(Layer layer, float[] x) =>
        new([.. layer.InputShapes.Select(shape => shape.Length)], [.. layer.InputShapes.Select(_ => x)], default, 1);

    /// <summary>Of the matrix whose rows are the gradients of each output.</summary>
    private static double NormOf(int outputs, int inputs, Action<float[], float[]> gradient)
    {
        var jacobian = new double[outputs * inputs];
        var (dy, dx) = (new float[outputs], new float[inputs]);
        for (var o = 0; o < outputs; o++)
        {
            dy[o] = 1;
            gradient(dy, dx);
            dy[o] = 0;
            for (var i = 0; i < inputs; i++)
            {
                jacobian[o * inputs + i] = dx[i];
            }
        }

        return JacobiSvd.Of(jacobian, outputs, inputs).Values[0];
    }

    private static float[] Gaussian(ulong seed, int length, float scale)
    {
        var values = new float[length];
        new CounterRandom(seed, RandomPurpose.None, 3).FillGaussian(values);
        return [.. values.Select(v => scale * v)];
    }
}
