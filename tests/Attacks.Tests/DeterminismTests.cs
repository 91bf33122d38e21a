using System.Diagnostics;
using System.Globalization;

namespace Experiments.Attacks.Tests;

public sealed class DeterminismTests
{
    private static readonly Lazy<string> Expected = new(() => Fingerprint.Compute(threads: 1, slots: 64));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(2, 7)]
    [InlineData(4, 64)]
    [InlineData(2, 500)]
    public void Craft_AnyThreadsAndSlots_SameBits(int threads, int slots) =>
        Assert.Equal(Expected.Value, Fingerprint.Compute(threads, slots));

    [Theory]
    [InlineData(512)]
    [InlineData(256, "DOTNET_EnableAVX512")]
    [InlineData(128, "DOTNET_EnableAVX2")]
    [InlineData(0, "DOTNET_EnableHWIntrinsic")]
    public void Craft_AnyVectorWidth_SameBits(int widest, params string[] switchedOff) =>
        Assert.Equal(Expected.Value, InChild(widest, switchedOff));

    /// <summary>The fingerprint that a process computes in which some instruction sets are switched off.</summary>
    private static string InChild(int widest, string[] switchedOff)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { typeof(DeterminismTests).Assembly.Location, "fingerprint", "2", "7" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var key in switchedOff)
        {
            start.Environment[key] = "0";
        }
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, errors.Result);
        var lines = output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.True(
            int.Parse(lines[0], CultureInfo.InvariantCulture) <= widest,
            $"{string.Join(", ", switchedOff)} left vectors of {lines[0]} bits");
        return lines[1];
    }
}
