using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Fault 7: nothing comes through to the database for half a minute, and nobody is told.</summary>
public sealed class NetworkCutTests(Lab lab) : IClassFixture<Lab>
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly FaultStudy Study = FaultStudies.Networks;

    [PostgresFact]
    public async Task Cut_ForThirtySeconds_WorkersWaitAndNoResultIsLost()
    {
        var database = await lab.CreateDatabaseAsync();
        await database.SubmitAsync(Study);
        await using var delaying = new Proxy(lab.Server.Port);
        await using var forgetting = new Proxy(lab.Server.Port);
        await using var one = database.Start(delaying, "work", "--until-idle", "--slots", "1");
        await using var two = database.Start(forgetting, "work", "--until-idle", "--slots", "1");
        await database.UntilAsync($"{LabDatabase.Runs(one, "train")} AND {LabDatabase.Runs(two, "train")}");

        delaying.Cut();
        forgetting.Cut();
        await Task.Delay(Outage);
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs WHERE state = 'leased'"));
        delaying.Mend(forget: false);
        forgetting.Mend(forget: true);
        Assert.True((await one.ExitAsync(), await two.ExitAsync()) == (0, 0), $"{one.Error}{two.Error}");

        // Both trainings ended during the outage; neither was run a second time.
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs WHERE token <> 1 OR state <> 'done'"));
        (await lab.UndisturbedAsync(Study)).AssertEquals(await database.OutcomeAsync(Study));
    }
}
