using System.Diagnostics;
using System.Globalization;

namespace Experiments.Pipeline.Tests;

/// <summary>From the study file to the tables: the same bytes whatever computes them.</summary>
public sealed class WholeStackDeterminismTests
{
    private static readonly Lazy<Task<string>> Expected = new(() => StackProbe.StudyAsync(threads: 1, workers: 1, shardImages: 500));

    public static TheoryData<string, int, int> ThreadsAndSlots
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var kind in new[] { "fc", "ae", "conv" })
            {
                foreach (var (threads, slots) in new[] { (1, 7), (2, 1), (2, 500), (4, 64) })
                {
                    data.Add(kind, threads, slots);
                }
            }

            return data;
        }
    }

    [Theory]
    [InlineData(2, 1, 7)]
    [InlineData(2, 3, 4)]
    [InlineData(4, 2, 1)]
    public async Task Run_AnyThreadsWorkersAndShards_SameBytes(int threads, int workers, int shardImages) =>
        Assert.Equal(await Expected.Value, await StackProbe.StudyAsync(threads, workers, shardImages));

    [Theory]
    [InlineData(512, 2)]
    [InlineData(256, 1, "DOTNET_EnableAVX512")]
    [InlineData(128, 2, "DOTNET_EnableAVX2")]
    [InlineData(0, 4, "DOTNET_EnableHWIntrinsic")]
    public async Task Run_AnyVectorWidth_SameBytes(int widest, int threads, params string[] switchedOff) =>
        Assert.Equal(await Expected.Value, await InChildAsync(widest, switchedOff, "study", $"{threads}", "2", "5"));

    [Theory]
    [MemberData(nameof(ThreadsAndSlots))]
    public void Craft_AnyThreadsAndSlots_SameBytes(string kind, int threads, int slots) =>
        Assert.Equal(StackProbe.Craft(kind, threads: 1, slots: 64), StackProbe.Craft(kind, threads, slots));

    [Theory]
    [InlineData("fc")]
    [InlineData("ae")]
    [InlineData("conv")]
    public async Task Craft_MoreRoundsOnTwoThreads_AllocatesNoMore(string kind) =>
        Assert.Equal("0", await InChildAsync(512, [], "allocations", kind));

    /// <summary>What a process prints in which some instruction sets are switched off.</summary>
    private static async Task<string> InChildAsync(int widest, string[] switchedOff, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(WholeStackDeterminismTests).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var key in switchedOff)
        {
            start.Environment[key] = "0";
        }
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, await errors);
        var lines = output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.True(
            int.Parse(lines[0], CultureInfo.InvariantCulture) <= widest,
            $"{string.Join(", ", switchedOff)} left vectors of {lines[0]} bits");
        return lines[1];
    }
}
