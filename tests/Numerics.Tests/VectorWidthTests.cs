using System.Diagnostics;
using System.Globalization;

namespace Experiments.Numerics.Tests;

/// <summary>Every probe once more in processes with narrower vectors.</summary>
public class VectorWidthTests
{
    /// <summary>Switches of the runtime, and the widest vectors that they leave.</summary>
    public static TheoryData<string, string, int> ProbesAndSwitches
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var probe in Probes.All.Keys)
            {
                data.Add(probe, "DOTNET_EnableAVX512", 256);
                data.Add(probe, "DOTNET_EnableAVX2", 128);
                data.Add(probe, "DOTNET_EnableHWIntrinsic", 0);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ProbesAndSwitches))]
    public async Task Probe_NarrowerVectors_SameBits(string probe, string switchedOff, int widestBits)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Probes).Assembly.Location, probe]) { RedirectStandardOutput = true };
        start.Environment[switchedOff] = "0";

        using var process = Process.Start(start)!;
        var output = (await process.StandardOutput.ReadToEndAsync()).Trim().Split(' ');
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.InRange(int.Parse(output[0], CultureInfo.InvariantCulture), 0, widestBits);
        Assert.Equal(Probes.Digest(probe), output[1]);
    }
}
