using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Faults 5 and 6: a job that always fails, because its file does not fit on the worker's disk.</summary>
public sealed class FailingJobTests(Lab lab) : IClassFixture<Lab>
{
    private static readonly FaultStudy Study = FaultStudies.Networks;

    // Files of at most 150 KiB (units of 512 bytes): the weights of one network are larger. The signal that goes with it would end the
    // process; without it a write fails as on a full disk. The runtime's own way of making code writable needs a large file in memory.
    private static readonly string[] SmallDisk = ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 300; exec \"$@\"", "sh"];

    private static readonly (string, string)[] WithoutMapping = [("DOTNET_EnableWriteXorExecute", "0")];

    [PostgresFact]
    public async Task AlwaysFails_QuarantinedAfterItsTries_TheRestFinishesAndARetryHeals()
    {
        var database = await lab.CreateDatabaseAsync();
        await database.SubmitAsync(Study);

        await using var worker =
            ClientProcess.Start(database.Folder, database.Connection, SmallDisk, WithoutMapping, ["work", "--until-idle", "--slots", "1"]);
        Assert.True(await worker.ExitAsync() == 1, worker.Error);

        Assert.Equal(["train 4"], await database.TextsAsync("SELECT kind || ' ' || failures FROM jobs WHERE state = 'failed'"));
        Assert.Equal(4, worker.Error.Split("failed: faults: train mlp").Length - 1);
        Assert.Equal(
            ["craft", "evaluate"],
            await database.TextsAsync(
                "SELECT DISTINCT s.kind FROM study_jobs s JOIN jobs j ON j.key = s.job WHERE j.state = 'done' AND (s.attack = 'lbfgs' AND "
                    + "s.source = 'conv' AND s.kind = 'craft' OR s.victim = 'conv' AND s.source = 'linear') ORDER BY 1"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs WHERE state IN ('ready', 'leased')"));
        await using (var show = database.Start("show", Study.Name))
        {
            await show.SucceedAsync();
            Assert.Contains("Failed jobs", show.Output, StringComparison.Ordinal);
            Assert.Contains("train mlp", show.Output, StringComparison.Ordinal);
            Assert.Matches(@"(?m)^mlp +- +- +- +- *$", show.Output);
        }

        await using var retry = database.Start("retry", Study.Name, "--failed");
        await retry.SucceedAsync();
        await using var healthy = database.Start("work", "--until-idle", "--slots", "2");
        await healthy.SucceedAsync();
        (await lab.UndisturbedAsync(Study)).AssertEquals(await database.OutcomeAsync(Study));
    }
}
