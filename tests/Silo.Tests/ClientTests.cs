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

        await SaysAsync(["silo", "list", "--json"], """{"silo":"a","state":"active",""", """{"silo":"b","state":"active",""");
        await IsRefusedAsync(["silo", "drain", "nobody", .. cluster], "error: silo is 'nobody'; it must be one that is up: a, b.\n");

        // What changes nothing for the others is asked at once: a program takes longer to start than to answer.
        await Task.WhenAll(
            SaysAsync(["workers"], "silo:a/", "silo:b/"),
            SaysAsync(["list"], "quick"),
            SaysAsync(["show", "quick", "--table", "transfer", "--format", "csv"], "table_name,"),
            SaysAsync(["plan", "studies/quick.json"], "0 of"),
            SaysAsync(["query", "select distinct attack from v_transfer order by 1", "--as-owner"], "lbfgs"),
            SaysAsync(["verify", "quick", "--sample", "10%"], "0 differences"),
            SaysAsync(["report", "quick", "--out", Path.Combine(folder, "report.html")], "report.html"),
            SaysAsync(["gc"], "Nothing was removed"),
            IsRefusedAsync(
                ["watch", "quick", "--cluster", "other", "--db", connection, "--home", home],
                "error: cluster 'other' does not answer (no silo within 15 s)"));
        await SaysAsync(["cancel", "quick"], "quick: 0 jobs cancelled");
        await SaysAsync(["resume", "quick"], "quick: 0 jobs can run again");
        await SaysAsync(["retry", "quick", "--failed"], "quick: 0 failed jobs");

        await SaysAsync(["silo", "drain", "b"], "drain");
        await client.DoneAsync(["run", "studies/quick.json", "--images", "40", .. cluster]);
        await SaysAsync(["silo", "list", "--json"], """{"silo":"b","state":"drained",""");
        await SaysAsync(["silo", "undrain", "b", "--json"], """{"silo":"b","state":"active",""");

        // Nobody is reminded of what is over, and nothing went wrong on the way.
        await SiloProcessTests.WaitAsync(async () => await SiloProcessTests.CountRemindersAsync(connection) == 0);
        Assert.Equal([], [.. a.Errors, .. b.Errors]);
        Assert.DoesNotContain("Polly", a.Output + b.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);

        async Task SaysAsync(string[] verb, params string[] words)
        {
            var output = await client.DoneAsync([.. verb, .. cluster]);
            Assert.All(words, word => Assert.Contains(word, output, StringComparison.Ordinal));
        }

        async Task IsRefusedAsync(string[] arguments, string message)
        {
            var (exitCode, _, error) = await client.RunAsync(arguments);
            Assert.Equal(2, exitCode);
            Assert.StartsWith(message, error, StringComparison.Ordinal);
            Assert.DoesNotContain(PostgresServer.Password, error, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(
            file => Path.GetRelativePath(folder, file),
            file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
}
