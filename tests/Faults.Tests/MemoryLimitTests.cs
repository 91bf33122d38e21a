using System.Globalization;
using System.Text.Json;

namespace Experiments.Faults.Tests;

/// <summary>The estimate of a plan is what the jobs live in: a process that may take so much, and what the program itself takes, runs
/// them; one that may take less refuses them with both numbers.</summary>
public sealed class MemoryLimitTests(Lab lab) : IClassFixture<Lab>
{
    // The program, what it has compiled, its queues and its database's pages.
    private const long Program = 100 << 20;

    [Theory]
    [InlineData("""{ "type": "mlp", "hidden": [2048, 2048] }""")]
    [InlineData("""{ "type": "conv", "filters": [32, 64], "kernel": 5, "hidden": 1024 }""")]
    public async Task Run_InTheMemoryThatItsPlanNames_Finishes(string architecture)
    {
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, "large.json"), $$"""
            {
              "name": "large", "seed": 7,
              "data": {
                "train": { "dataset": "mnist", "slice": "test[0..700)" },
                "attacked": { "dataset": "mnist", "slice": "test[3400..3464)" }
              },
              "models": [
                { "name": "A", "architecture": {{architecture}}, "training": { "epochs": 1 }, "trainOn": "train", "evaluateOn": ["train"] }
              ],
              "attacks": [
                { "name": "pgd", "type": "pgd", "steps": 2 }, { "name": "lbfgs", "type": "lbfgs", "maxGradientEvaluations": 20 }
              ],
              "transfers": [ { "name": "t", "images": "attacked", "sources": ["A"], "attacks": ["pgd", "lbfgs"], "victims": ["A"] } ]
            }
            """);
        await using var plan = ClientProcess.Start(folder, null, "plan", "large.json", "--json");
        await plan.SucceedAsync();
        var bytes = JsonDocument.Parse(plan.Output).RootElement.GetProperty("memoryBytes").GetInt64();

        await using var less = Start(folder, bytes - (1 << 20));
        Assert.Equal(2, await less.ExitAsync());
        Assert.Matches("^error: memory of [a-z]+ 'A' is [0-9.]+ MB, estimated; it must be at most ", less.Error);

        await using var enough = Start(folder, bytes + Program);
        await enough.SucceedAsync();
    }

    /// <param name="folder">Of the study.</param>
    /// <param name="heap">The most bytes of the runtime's heap.</param>
    private static ClientProcess Start(string folder, long heap) => ClientProcess.Start(
        folder, null, [], [("DOTNET_GCHeapHardLimit", string.Create(CultureInfo.InvariantCulture, $"0x{heap:x}"))],
        ["run", "large.json", "--workers", "1", "--quiet"]);
}
