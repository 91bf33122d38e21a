using Experiments.Testing;

namespace Experiments.Silo.Tests;

/// <summary>The console against real silos: the quick study itself, and every verb.</summary>
public sealed class ClientTests
{
    [PostgresFact]
    public async Task Verbs_OnALiveCluster_DoWhatTheyDoAlone()
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        await OrleansTables.CreateAsync(server, connection);
        await using var a = SiloProcess.Start("a", "--db", connection, "--data", SiloProcessTests.Data, "--devices", "cpu");
        await a.ReadyAsync(TimeSpan.FromSeconds(60));
        await using var b = SiloProcess.Start("b", "--db", connection, "--data", SiloProcessTests.Data, "--devices", "cpu");
        await b.ReadyAsync(TimeSpan.FromSeconds(60));
        var client = await ClientProgram.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("experiments-client-").FullName;
        var (home, alone) = (Path.Combine(folder, "home"), Path.Combine(folder, "alone"));
        string[] cluster = ["--cluster", "experiments", "--db", connection, "--home", home];

        Assert.Contains(
            "The cluster runs them; follow with: experiments watch quick --cluster experiments",
            await client.DoneAsync(["submit", "studies/quick.json", .. cluster]), StringComparison.Ordinal);
        await client.DoneAsync(["watch", "quick", .. cluster]);
        Assert.Contains("done before", await client.DoneAsync(["run", "studies/quick.json", .. cluster]), StringComparison.Ordinal);

        // The same bytes as alone, in every file.
        await client.DoneAsync(["export", "quick", "--out", Path.Combine(folder, "of-cluster"), .. cluster]);
        await client.DoneAsync("run", "studies/quick.json", "--home", alone);
        await client.DoneAsync("export", "quick", "--out", Path.Combine(folder, "of-one"), "--home", alone);
        Assert.Equal(Files(Path.Combine(folder, "of-one")), Files(Path.Combine(folder, "of-cluster")));

        var workers = await client.DoneAsync(["workers", .. cluster]);
        Assert.Contains("silo:a/", workers, StringComparison.Ordinal);
        Assert.Contains("silo:b/", workers, StringComparison.Ordinal);
        var silos = await client.DoneAsync(["silo", "list", "--json", .. cluster]);
        Assert.Contains("""{"silo":"a","state":"active",""", silos, StringComparison.Ordinal);
        Assert.Contains("""{"silo":"b","state":"active",""", silos, StringComparison.Ordinal);
        Assert.Contains("quick", await client.DoneAsync(["list", .. cluster]), StringComparison.Ordinal);
        Assert.StartsWith("table,", await client.DoneAsync(["show", "quick", "--table", "transfer", "--format", "csv", .. cluster]), StringComparison.Ordinal);
        Assert.Contains("0 of", await client.DoneAsync(["plan", "studies/quick.json", .. cluster]), StringComparison.Ordinal);
        Assert.Contains("lbfgs", await client.DoneAsync(["query", "select distinct attack from v_transfer order by 1", .. cluster]), StringComparison.Ordinal);
        await client.DoneAsync(["verify", "quick", "--sample", "10%", .. cluster]);
        await client.DoneAsync(["cancel", "quick", .. cluster]);
        await client.DoneAsync(["resume", "quick", .. cluster]);
        await client.DoneAsync(["retry", "quick", "--failed", .. cluster]);
        await client.DoneAsync(["report", "quick", "--out", Path.Combine(folder, "report.html"), .. cluster]);
        await client.DoneAsync(["gc", .. cluster]);

        Assert.Contains("drain", await client.DoneAsync(["silo", "drain", "b", .. cluster]), StringComparison.Ordinal);
        await client.DoneAsync(["run", "studies/quick.json", "--images", "40", .. cluster]);
        Assert.Contains("""{"silo":"b","state":"drained",""", await client.DoneAsync(["silo", "list", "--json", .. cluster]), StringComparison.Ordinal);
        Assert.Equal((2, "error: silo is 'nobody'; it must be one that is up: a, b.\n"), await RefusedAsync(client, ["silo", "drain", "nobody", .. cluster]));
        var (exitCode, error) = await RefusedAsync(client, ["silo", "list", "--cluster", "other", "--db", connection, "--home", home]);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: cluster 'other' does not answer (no silo within 15 s)", error, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, error, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int ExitCode, string Error)> RefusedAsync(ClientProgram client, IReadOnlyList<string> arguments)
    {
        var (exitCode, _, error) = await client.RunAsync(arguments);
        return (exitCode, error);
    }

    private static Dictionary<string, string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
}
