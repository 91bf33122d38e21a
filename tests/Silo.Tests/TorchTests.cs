using Experiments.Testing;

namespace Experiments.Silo.Tests;

/// <summary>From a study to torch, without a GPU: in a run of one process and on a silo.</summary>
public sealed class TorchTests
{
    private static readonly string[] Short =
    [
        "studies/quick.json", "--images", "20", "--set", "trainings.linear.epochs=2", "--set", "trainings.sigmoid.epochs=2",
    ];

    private static readonly string[] Study = [.. Short, "--set", "device=torch-cpu"];

    private const string Backends = "select distinct backend, deterministic from v_models where study = 'quick'";

    [TorchFact]
    public async Task Run_OnTorchCpu_TrainsThereAndReadsTheTestImagesAlmostAsTheProcessorDoes()
    {
        var torch = await TorchFolder.OpenAsync();
        var client = await ClientProgram.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("experiments-torch-").FullName;
        string[] home = ["--home", folder];

        var (code, _, error) = await client.RunAsync(["run", .. Study, .. home]);
        Assert.Equal(2, code);
        Assert.Contains("It is torch's: --torch names its folder.", error, StringComparison.Ordinal);

        await client.DoneInAsync(torch, ["run", .. Study, .. home, "--torch", TorchFolder.Path]);
        Assert.Equal(
            """[{"backend":"torch","deterministic":0}]""",
            Compact(await client.DoneAsync(["query", Backends, "--json", .. home])));

        // The same images in the same order from the same weights: rounding parts the two.
        await client.DoneAsync(["run", .. Short, .. home]);
        var errors = "select count(*) as far from v_errors a join v_errors_revisions b on a.model = b.model and a.data = b.data "
            + "and b.revision = 1 and b.study = 'quick' where a.study = 'quick' and abs(a.error_rate - b.error_rate) > 0.01";
        Assert.Equal("""[{"far":0}]""", Compact(await client.DoneAsync(["query", errors, "--json", .. home])));
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
        string[] cluster = ["--cluster", "experiments", "--db", connection];

        await client.DoneAsync(["run", .. Study, .. cluster]);

        Assert.Equal(
            """[{"backend":"torch","deterministic":false}]""",
            Compact(await client.DoneAsync(["query", Backends, "--json", "--as-owner", .. cluster])));
    }

    private static string Compact(string json) =>
        json.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
