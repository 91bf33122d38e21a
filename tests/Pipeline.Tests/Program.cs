using System.Globalization;
using System.Runtime.Intrinsics;

namespace Experiments.Pipeline.Tests;

/// <summary>What the tests run in a child process: <c>study THREADS WORKERS SHARD</c> prints the width of the vectors in bits and the hash
/// of a study's results; <c>allocations KIND</c> prints the width and the bytes of an attack's rounds.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        Console.WriteLine(
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0);
        switch (args)
        {
            case ["study", var threads, var workers, var shard]:
                Console.WriteLine(await StackProbe.StudyAsync(Number(threads), Number(workers), Number(shard)));
                return 0;
            case ["allocations", var kind]:
                Console.WriteLine(StackProbe.BytesOfMoreRounds(kind));
                return 0;
            default:
                return 2;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
