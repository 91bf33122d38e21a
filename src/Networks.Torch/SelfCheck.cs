using System.Collections.Concurrent;
using Experiments.Numerics;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>Runs one small network on a device and on the CPU backend before anything is computed for real: native libraries have been seen
/// to return wrong gradients on some processors, and a wrong gradient looks like a robust network.</summary>
internal static class SelfCheck
{
    private const double Tolerance = 1e-4;
    private const int Images = 3;

    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <summary>What is wrong with a device, for people; null if nothing is. Looked for once per process.</summary>
    public static string? Find(Device device) => Found.GetOrAdd(device.ToString(), _ => Compare(device));

    private static string? Compare(Device device)
    {
        var architecture = new ConvOptions { Filters = [3, 4], Kernel = 3, Hidden = 16 };
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, new TensorShape(2, 9, 9), classCount: 5);
        var values = WeightInitializer.Create(plan.Graph, new TrainingOptions(), seed: 1);
        var x = new float[Images * plan.Graph.InputShape.Length];
        new CounterRandom(1, RandomPurpose.None, 0).FillUniform(x);
        var expected = Gradient(Network.Create(plan.Graph, values, ComputeThreads.Single, plan.Description), x);
        var found = Gradient(TorchClassifier.Create(plan.Graph, values, device), x);
        var largest = expected.Max(Math.Abs);
        var worst = expected.Zip(found, (a, b) => Math.Abs(a - b)).Max();
        return worst <= Tolerance * largest
            ? null
            : $"torch is not usable on device {device}: an input gradient of a small network is {worst / largest:G2} of its size off; it "
                + $"must be at most {Tolerance:G2}. Another version of its native library may do better.";
    }

    private static float[] Gradient(IClassifier classifier, float[] x)
    {
        using var pass = classifier.OpenPass(Images);
        var logits = new float[Images * classifier.ClassCount];
        pass.Forward(x, Images, logits);
        var gradient = new float[x.Length];
        pass.InputGradient(logits, gradient);
        return gradient;
    }
}
