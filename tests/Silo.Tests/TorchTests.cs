using Experiments.Testing;

namespace Experiments.Silo.Tests;

/// <summary>From a study to torch, without a GPU: in a run of one process and on a silo.</summary>
public sealed class TorchTests
{
    // Small: torch takes its time for a few images at once.
    private const string Text = """
        {
          "name": "torch",
          "data": {
            "train": { "dataset": "mnist", "slice": "train[0..5000)" },
            "test": { "dataset": "mnist", "slice": "test" },
            "attacked": { "dataset": "mnist", "slice": "test[0..20)" }
          },
          "trainings": { "short": { "epochs": 2, "batchSize": 64, "optimizer": "sgd", "learningRate": 0.1 } },
          "models": [
            { "name": "A", "architecture": { "type": "softmax" }, "training": "short", "trainOn": "train", "evaluateOn": ["test"] },
            { "name": "B", "like": "A", "architecture": { "type": "mlp", "hidden": [20] } }
          ],
          "attacks": [{ "name": "pgd", "type": "pgd", "epsilon": 0.2, "stepSize": 0.05, "steps": 5 }],
          "transfers": [{ "name": "table", "images": "attacked", "sources": ["A", "B"], "attacks": ["pgd"], "victims": ["A", "B"] }]
        }
        """;

    private static readonly string[] OnTorch = ["--set", "device=torch-cpu"];

    private const string Backends = "select distinct backend, deterministic from v_models where study = 'torch'";

    [TorchFact]
    public async Task Run_OnTorchCpu_TrainsThereAndReadsTheTestImagesAlmostAsTheProcessorDoes()
    {
        var torch = await TorchFolder.OpenAsync();
        var client = await ClientProgram.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("experiments-torch-").FullName;
        string[] home = ["--home", folder];
        var study = Write(folder);

        var (code, _, error) = await client.RunAsync(["run", study, .. OnTorch, .. home]);
        Assert.Equal(2, code);
        Assert.Contains("It is torch's: --torch names its folder.", error, StringComparison.Ordinal);

        await client.DoneInAsync(torch, ["run", study, .. OnTorch, .. home, "--torch", TorchFolder.Path]);
        Assert.Equal(
            """[{"backend":"torch","deterministic":0}]""",
            Compact(await client.DoneAsync(["query", Backends, "--json", .. home])));

        // The same images in the same order from the same weights: rounding parts the two.
        await client.DoneAsync(["run", study, .. home]);
        var errors = "select count(*) as pairs, sum(abs(a.error_rate - b.error_rate) > 0.01) as far from v_errors a "
            + "join v_errors_revisions b on a.model = b.model and a.data = b.data and b.revision = 1 and b.study = a.study "
            + "where a.study = 'torch'";
        Assert.Equal("""[{"pairs":2,"far":0}]""", Compact(await client.DoneAsync(["query", errors, "--json", .. home])));
        Directory.Delete(folder, recursive: true);
    }

    [TorchFact]
    public async Task Study_OnASiloWithTorchCpu_RunsThereAndTheRestOnTheProcessor()
    {
        var torch = await TorchFolder.OpenAsync();
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        await OrleansTables.CreateAsync(server, connection);
        await using var silo = SiloProcess.StartIn(
            torch, "a", "--db", connection, "--data", SiloProcessTests.Data, "--devices", "cpu,torch-cpu", "--torch", TorchFolder.Path);
        await silo.ReadyAsync(TimeSpan.FromSeconds(60));
        var client = await ClientProgram.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("experiments-torch-").FullName;
        string[] cluster = ["--cluster", "experiments", "--db", connection, "--home", folder];

        await client.DoneAsync(["run", Write(folder), .. OnTorch, .. cluster]);

        Assert.Equal(
            """[{"backend":"torch","deterministic":false}]""",
            Compact(await client.DoneAsync(["query", Backends, "--json", "--as-owner", .. cluster])));
        Directory.Delete(folder, recursive: true);
    }

    private static string Write(string folder)
    {
        var file = Path.Combine(folder, "torch.json");
        File.WriteAllText(file, Text);
        return file;
    }

    private static string Compact(string json) =>
        json.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
