using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Fault 6: artifacts that are damaged or gone, on disk and in the database.</summary>
public sealed class DamagedArtifactTests(Lab lab) : IClassFixture<Lab>
{
    private static readonly FaultStudy Study = FaultStudies.Networks;

    [PostgresFact]
    public async Task Weights_DamagedInTheDatabase_AreMadeAgainAndNeverUsed()
    {
        var database = await lab.CreateDatabaseAsync();
        await database.SubmitAsync(FaultStudies.NetworksOnly);
        await using var first = database.Start("work", "--until-idle", "--slots", "2", "--quiet");
        await first.SucceedAsync();

        const string Weights =
            "(SELECT a.hash FROM job_artifacts a JOIN study_jobs s ON s.job = a.job WHERE a.role = 'weights' AND s.model = '{0}')";
        await database.ExecuteAsync(
            "UPDATE artifact_chunks SET data = set_byte(data, 5000, get_byte(data, 5000) # 1) WHERE hash IN "
                + $"{Weights.Replace("{0}", "linear", StringComparison.Ordinal)}");
        await database.ExecuteAsync(
            "UPDATE artifact_chunks SET data = substring(data FOR 1000) WHERE hash IN "
                + $"{Weights.Replace("{0}", "mlp", StringComparison.Ordinal)}");
        await database.ExecuteAsync(
            $"DELETE FROM artifact_chunks WHERE hash IN {Weights.Replace("{0}", "conv", StringComparison.Ordinal)}");
        await database.SubmitAsync(Study);
        await using var second = database.Start("work", "--until-idle", "--slots", "2");
        await second.SucceedAsync();

        Assert.Contains("input damaged: ", second.Error, StringComparison.Ordinal);
        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs WHERE kind = 'train' AND token = 2"));
        (await lab.UndisturbedAsync(Study)).AssertEquals(await database.OutcomeAsync(Study));
    }

    [PostgresFact]
    public async Task Weights_DamagedOnDisk_AreMadeAgainAndNeverUsed()
    {
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, "half.json"), FaultStudies.NetworksOnly.Text);
        await File.WriteAllTextAsync(Path.Combine(folder, "full.json"), Study.Text);
        await using var first = ClientProcess.Start(folder, null, "run", "half.json", "--quiet");
        await first.SucceedAsync();

        var files = Directory.GetFiles(Path.Combine(folder, ".experiments", "artifacts"), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(3, files.Count);
        var bytes = await File.ReadAllBytesAsync(files[0]);
        bytes[5000] ^= 1;
        await File.WriteAllBytesAsync(files[0], bytes);
        await File.WriteAllBytesAsync(files[1], bytes[..1000]);
        File.Delete(files[2]);
        await using var submit = ClientProcess.Start(folder, null, "submit", "full.json");
        await submit.SucceedAsync();
        await using var second = ClientProcess.Start(folder, null, "work", "--until-idle", "--slots", "2");
        await second.SucceedAsync();

        Assert.Equal(3, second.Error.Split("done: faults: train ").Length - 1);
        Assert.Equal((await lab.UndisturbedAsync(Study)).Files, await lab.ExportAsync(folder, null, Study));
    }
}
