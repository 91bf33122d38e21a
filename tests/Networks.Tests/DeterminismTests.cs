using System.Diagnostics;
using System.Globalization;

namespace Experiments.Networks.Tests;

public class DeterminismTests
{
    public static TheoryData<string> Cases => [.. Fingerprints.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_AnyNumberOfThreads_SameBits(string name)
    {
        var one = Fingerprints.Compute(name, 1);

        Assert.Equal(one, Fingerprints.Compute(name, 2));
        Assert.Equal(one, Fingerprints.Compute(name, 4));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_AnyVectorWidth_SameBits(string name)
    {
        var widest = Fingerprints.Compute(name, 1);

        Assert.Equal(widest, InChild(name, most: 512));
        Assert.Equal(widest, InChild(name, most: 256, "DOTNET_EnableAVX512"));
        Assert.Equal(widest, InChild(name, most: 128, "DOTNET_EnableAVX2"));
        Assert.Equal(widest, InChild(name, most: 0, "DOTNET_EnableHWIntrinsic"));
    }

    /// <summary>The fingerprint that a process computes in which some instruction sets are switched off.</summary>
    private static string InChild(string name, int most, params string[] switchedOff)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { typeof(DeterminismTests).Assembly.Location, "fingerprint", name, "2" },
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
            int.Parse(lines[0], CultureInfo.InvariantCulture) <= most, $"{string.Join(", ", switchedOff)} left vectors of {lines[0]} bits");
        return lines[1];
    }
}
