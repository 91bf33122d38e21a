using System.Runtime.Intrinsics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Experiments.Numerics.Tests;

/// <summary>
/// Computations whose bits must not depend on the machine. This assembly is also a program:
/// <c>dotnet Experiments.Numerics.Tests.dll NAME</c> prints the vector width in use and the SHA-256 of a probe's bits, so that a test can
/// run it in a process with narrower vectors.
/// </summary>
internal static class Probes
{
    public static IReadOnlyDictionary<string, Action<IncrementalHash>> All { get; } = new Dictionary<string, Action<IncrementalHash>>
    {
        ["math"] = MathFunctions,
        ["random"] = RandomNumbers,
        ["reductions"] = Reductions,
        ["softmax"] = Softmax,
        ["pixels"] = Pixels,
        ["products"] = KernelProbes.Products,
        ["updates"] = KernelProbes.Updates,
        ["convolutions"] = KernelProbes.Convolutions,
        ["other layers"] = KernelProbes.OtherLayers,
    };

    public static int Main(string[] arguments)
    {
        Console.WriteLine($"{VectorBits} {Digest(arguments[0])}");
        return 0;
    }

    /// <summary>The widest vectors that this process computes with, in bits; 0 for none.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    public static string Digest(string name)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        All[name](hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static void Append(this IncrementalHash hash, ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));

    private static void MathFunctions(IncrementalHash hash)
    {
        var x = new float[100_003];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)i * 42_949);
        }

        var y = new float[x.Length];
        foreach (var function in MathFunction.All.Values)
        {
            function.Span(x, y);
            hash.Append(y);
        }
    }

    private static void RandomNumbers(IncrementalHash hash)
    {
        var random = new CounterRandom(1, RandomPurpose.Noise, 2);
        foreach (var length in new[] { 10_000, 1, 77, 3 })
        {
            var values = new float[length];
            random.FillGaussian(values);
            hash.Append(values);
            random.FillUniform(values);
            hash.Append(values);
        }

        hash.AppendData(MemoryMarshal.AsBytes<int>(Shuffle.Permutation(1, RandomPurpose.TrainingOrder, 2, 1000)));
    }

    private static void Reductions(IncrementalHash hash)
    {
        foreach (var length in new[] { 0, 1, 15, 64, 100, 784, 10_001 })
        {
            var (x, y) = (TestData.Uniform(length, 1), TestData.Uniform(length, 2));
            hash.Append([Reduction.Sum(x), Reduction.SumOfSquares(x), Reduction.Dot(x, y), Reduction.SquaredDistance(x, y)]);
        }
    }

    private static void Softmax(IncrementalHash hash)
    {
        foreach (var k in new[] { 2, 10, 33 })
        {
            var logits = TestData.Uniform(50 * k, 1).Select(value => value * 30).ToArray();
            var labels = Enumerable.Range(0, 50).Select(row => row % k).ToArray();
            var (losses, gradient) = (new float[50], new float[50 * k]);
            SoftmaxCrossEntropy.Evaluate(logits, labels, 50, k, losses, gradient);
            hash.Append(losses);
            hash.Append(gradient);
            for (var row = 0; row < 50; row++)
            {
                losses[row] = SoftmaxComplement.Evaluate(logits.AsSpan(row * k, k), labels[row], gradient.AsSpan(row * k, k));
            }
            hash.Append(losses);
            hash.Append(gradient);
            for (var row = 0; row < 50; row++)
            {
                CrossEntropyDirection.Evaluate(logits.AsSpan(row * k, k), labels[row], sign: 1, gradient.AsSpan(row * k, k));
            }
            hash.Append(gradient);
        }
    }

    private static void Pixels(IncrementalHash hash)
    {
        var x = new float[256];
        PixelConversion.ToUnitInterval([.. Enumerable.Range(0, 256).Select(i => (byte)i)], x);
        hash.Append(x);
    }
}
