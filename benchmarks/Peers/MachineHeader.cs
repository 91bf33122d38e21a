using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;

namespace Experiments.Peers;

/// <summary>What a reader needs to know of the machine to make use of the figures.</summary>
internal static class MachineHeader
{
    public static IEnumerable<string> Lines(JsonNode peer, BenchmarkOptions options)
    {
        yield return $"- {Processor()}; {Environment.ProcessorCount} threads on either side; vectors of "
            + $"{(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits";
        yield return $"- {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; load average at "
            + $"the start {LoadAverage()}";
        yield return $"- Python {peer["python"]}, PyTorch {peer["torch"]} ({peer["threads"]} threads, oneDNN "
            + $"{(peer["onednn"]!.GetValue<bool>() ? "on" : "off")}), NumPy {peer["numpy"]}, SciPy {peer["scipy"]}";
        yield return $"- {options.Rounds} rounds of {options.Seconds:0.##} s a side, in turns; medians; rates per second of "
            + $"{(options.CountsProcessorTime ? "processor" : "elapsed")} time";
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}
