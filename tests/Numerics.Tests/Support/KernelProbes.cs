using System.Security.Cryptography;

namespace Experiments.Numerics.Tests;

/// <summary>The kernels at awkward sizes, each on one, two and four threads.</summary>
internal static class KernelProbes
{
    public static void Products(IncrementalHash hash) => OnPools(hash, (threads, results) =>
    {
        foreach (var (m, n, k) in new[] { (1, 10, 784), (33, 10, 100), (65, 123, 257), (37, 400, 20), (100, 49, 129), (8, 456, 300) })
        {
            var (a, b, bias) = (TestData.Uniform(m * k, 1), TestData.Uniform(k * n, 2), TestData.Uniform(n, 3));
            var c = TestData.Uniform(m * n, 4);
            foreach (var layout in Enum.GetValues<MatrixLayout>())
            {
                MatrixProduct.Multiply(layout, m, n, k, a, b, c, false, Epilogue.BiasThen(bias, Activation.Sigmoid), threads);
                results.Append(c);
                MatrixProduct.Multiply(layout, m, n, k, a, b, c, true, Epilogue.BiasThen(bias, Activation.Tanh), threads);
                results.Append(c);
            }

            var y = c.ToArray();
            PackedMatrix.Pack(b, k, n, transposed: true).LeftMultiply(
                m, a, c, true, Epilogue.TimesDerivative(Activation.Sigmoid, y), threads);
            results.Append(c);
        }
    });

    public static void Updates(IncrementalHash hash) => OnPools(hash, (threads, results) =>
    {
        var values = TestData.Uniform(20_011, 1);
        var (first, second) = (new float[values.Length], new float[values.Length]);
        for (var step = 1; step <= 3; step++)
        {
            var gradients = TestData.Uniform(values.Length, 1 + step);
            ParameterUpdate.Adam(values, gradients, first, second, new AdamStep(step, 0.001, 0.9, 0.999, 1e-8), 1e-4f, threads);
            ParameterUpdate.Momentum(values, gradients, second, 0.01f, 0.9f, step == 2, 1e-3f, threads);
            ParameterUpdate.Sgd(values, gradients, 0.01f, 1e-3f, threads);
            results.Append(values);
            second.AsSpan().Clear();
        }
    });

    public static void Convolutions(IncrementalHash hash) => OnPools(hash, (threads, results) =>
    {
        Convolution2DShape[] shapes =
        [
            new() { Channels = 1, Height = 28, Width = 28, Filters = 32, KernelHeight = 5, KernelWidth = 5, PaddingY = 2, PaddingX = 2 },
            new() { Channels = 32, Height = 14, Width = 14, Filters = 64, KernelHeight = 5, KernelWidth = 5, PaddingY = 2, PaddingX = 2 },
            new() { Channels = 6, Height = 13, Width = 11, Filters = 10, KernelHeight = 3, KernelWidth = 4, StrideY = 2, StrideX = 3,
                PaddingX = 2, Groups = 2 },
        ];
        foreach (var shape in shapes)
        {
            const int N = 11;
            var (x, dy) = (TestData.Uniform(N * shape.InputLength, 1), TestData.Uniform(N * shape.OutputLength, 2));
            var (weights, bias) = (TestData.Uniform(shape.WeightLength, 3), TestData.Uniform(shape.Filters, 4));
            var (y, dx, dw) = (new float[dy.Length], new float[x.Length], new float[weights.Length]);
            var convolution = new Convolution2D(shape);
            convolution.Load(weights, threads);
            convolution.Forward(N, x, y, Epilogue.BiasThen(bias, Activation.Relu), threads);
            convolution.InputGradient(N, dy, dx, Epilogue.TimesDerivative(Activation.Tanh, x), threads);
            ConvolutionWeightGradient.Compute(shape, N, x, dy, dw, bias, threads);
            results.Append(y);
            results.Append(dx);
            results.Append(dw);
            results.Append(bias);
        }
    });

    public static void OtherLayers(IncrementalHash hash) => OnPools(hash, (threads, results) =>
    {
        const int N = 3;
        var shape =
            new Convolution2DShape { Channels = 11, Height = 9, Width = 10, Filters = 13, KernelHeight = 3, KernelWidth = 2, PaddingY = 1 };
        var (x, dy) =
            (TestData.Uniform(N * shape.InputLength, 1), TestData.Uniform(N * Math.Max(shape.InputLength, shape.OutputLength), 2));
        var weights = TestData.Uniform(LocallyConnected2D.WeightLength(shape), 3);
        var (y, dx) = (new float[dy.Length], new float[x.Length]);
        LocallyConnected2D.Forward(shape, N, x, weights, y, Epilogue.None, threads);
        LocallyConnected2D.InputGradient(shape, N, dy, weights, dx, Epilogue.None, threads);
        LocallyConnected2D.WeightGradient(shape, N, x, dy, weights, threads);
        results.Append(y);
        results.Append(dx);
        results.Append(weights);

        foreach (var kind in Enum.GetValues<PoolingKind>())
        {
            var pooling = new Pooling2D { Kind = kind, Channels = 11, Height = 9, Width = 10, WindowHeight = 3, WindowWidth = 3,
                StrideY = 2, StrideX = 2 };
            pooling.Forward(N, x, y, threads);
            pooling.InputGradient(N, x, dy, dx, Epilogue.TimesDerivative(Activation.Sigmoid, x), threads);
            results.Append(y);
            results.Append(dx);
        }

        var response = new LocalResponseNormalization { Channels = 11, Alpha = 0.1f };
        response.Forward(N * 90, x, y, threads);
        response.InputGradient(N * 90, x, dy, dx, Epilogue.None, threads);
        results.Append(y);
        results.Append(dx);

        var contrast = new LocalContrastNormalization { Channels = 11, Height = 9, Width = 10 };
        contrast.Forward(N, x, y, threads);
        contrast.InputGradient(N, x, dy, dx, Epilogue.None, threads);
        results.Append(y);
        results.Append(dx);
    });

    private static void OnPools(IncrementalHash hash, Action<ComputeThreads, IncrementalHash> run)
    {
        string? first = null;
        foreach (var threads in new[] { 1, 2, 4 })
        {
            using var compute = new ComputeThreads(threads);
            using var results = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            run(compute, results);
            var bytes = results.GetHashAndReset();
            first ??= Convert.ToHexString(bytes);
            if (first != Convert.ToHexString(bytes))
            {
                throw new InvalidOperationException($"the bits on {threads} threads differ from those on one");
            }
            hash.AppendData(bytes);
        }
    }
}
