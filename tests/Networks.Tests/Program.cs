using System.Globalization;
using System.Runtime.Intrinsics;

namespace Experiments.Networks.Tests;

/// <summary>What the tests run in a child process: <c>fingerprint CASE THREADS</c> prints the width of the vectors in bits, and a hash of
/// trained weights and of gradients; <c>step-allocation</c> the bytes of training steps.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["step-allocation"])
        {
            Console.WriteLine(StepAllocation.Measure());
            return 0;
        }

        if (args is not ["fingerprint", var name, var threads])
        {
            return 2;
        }
        Console.WriteLine(
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0);
        Console.WriteLine(Fingerprints.Compute(name, int.Parse(threads, CultureInfo.InvariantCulture)));
        return 0;
    }
}
