using System.Globalization;
using System.Runtime.Intrinsics;

namespace Experiments.Attacks.Tests;

/// <summary>What the tests run in a child process: <c>fingerprint THREADS SLOTS</c> prints the width of the vectors in bits, and a hash of
/// adversarial images.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is not ["fingerprint", var threads, var slots])
        {
            return 2;
        }
        Console.WriteLine(
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0);
        Console.WriteLine(
            Fingerprint.Compute(int.Parse(threads, CultureInfo.InvariantCulture), int.Parse(slots, CultureInfo.InvariantCulture)));
        return 0;
    }
}
